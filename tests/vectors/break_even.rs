//! Exact break-even volumes and months.

use crate::rows::of_each_row;
use breakeven::{
    Api, BreakEven, Catalog, CostCurve, Crossing, Currency, Decimal, Deployment, Figure, Finance, Hardware,
    Interval, Model, Rate, Reach, RequestClass, Scenario, Server, Staircase, Study, TierRule, VolumeTier,
    Workload,
};
use serde_json::Value;

/// `p / q` in lowest terms.
#[derive(Clone, Copy, Debug)]
struct Fraction {
    p: i128,
    q: i128,
}

impl Fraction {
    fn of(value: &Value) -> Self {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let (p, q) = text.split_once('/').unwrap_or((&text, "1"));
        Self { p: p.parse().unwrap(), q: q.parse().unwrap() }
    }

    fn ends(self) -> bool {
        let mut q = self.q;
        for prime in [2, 5] {
            while q % prime == 0 {
                q /= prime;
            }
        }
        q == 1
    }

    /// Exactly, which all that goes into a curve is.
    fn decimal(self) -> Decimal {
        assert!(self.ends(), "{self:?}");
        Decimal::from(self.p) / Decimal::from(self.q)
    }

    /// Whether a volume in tokens is this many Mtok: to the digit where the fraction ends, else to 1e-24 of it.
    fn is(self, tokens: Decimal) -> bool {
        let (mantissa, scale) = (tokens.normalize().mantissa(), tokens.normalize().scale());
        let ours = mantissa * self.q;
        let theirs = self.p * 1_000_000 * 10_i128.pow(scale);
        let slack = if self.ends() { 0 } else { theirs.abs() / 10_i128.pow(24) };
        (ours - theirs).abs() <= slack
    }
}

#[test]
fn fractions_are_told_from_their_neighbors() {
    let third = Fraction { p: 1, q: 3 };
    // 1/3 Mtok is 333,333.33... tokens
    let digits = |text: &str| Decimal::from_str_exact(text).unwrap();
    assert!(
        third.is(digits("333333.33333333333333333333333")) && !third.is(digits("333333.33333333333333333"))
    );
    let half = Fraction { p: 1, q: 2 };
    assert!(half.is(digits("500000")) && !half.is(digits("500000.0000000000000000000001")));
}

/// A unit of the vectors is a Mtok here, so that a price per unit is a price per Mtok.
fn mtok(units: &Value) -> Decimal {
    Fraction::of(units).decimal() * Decimal::from(1_000_000)
}

fn tiered_api(row: &Value) -> CostCurve {
    let mut above = Decimal::ZERO;
    let mut tiers = Vec::new();
    for tier in row["api_tiers"].as_array().unwrap() {
        tiers.push(VolumeTier { above, per_mtok: Fraction::of(&tier[1]).decimal() });
        if !tier[0].is_null() {
            above = mtok(&tier[0]);
        }
    }
    CostCurve::tiers(Currency::USD, TierRule::Graduated, &tiers).unwrap()
}

fn self_hosted(row: &Value) -> CostCurve {
    let amount = |name: &str| Fraction::of(&row[name]).decimal();
    let line = CostCurve::line(Currency::USD, amount("fixed"), amount("variable_per_unit"));
    if row["server_capacity"] == 0 {
        return line;
    }
    line.with_staircase(Staircase::new(amount("per_server"), mtok(&row["server_capacity"]))).unwrap()
}

fn is_interval(found: &Interval, expected: &Value) -> bool {
    Fraction::of(&expected["lo"]).is(found.from)
        && found.to.is_some_and(|to| Fraction::of(&expected["hi"]).is(to))
        && expected["lo_closed"] == found.from_closed
        && expected["hi_closed"] == found.to_closed
}

/// The sets are those of volumes from 0 to `qmax`: nothing beyond that can be served by either.
fn check_volume(row: &Value) {
    let most = u64::try_from(mtok(&row["qmax"])).unwrap();
    let (own, api) = (self_hosted(row).up_to(most), tiered_api(row).up_to(most));
    let BreakEven { cheaper_on, equal_at, equal_on, reach, complete, .. } =
        own.break_even_against(&api).unwrap();
    let expected = row["selfhost_cheaper"].as_array().unwrap();
    let told = format!("{row}\n{cheaper_on:?}\n{equal_at:?}");
    assert!(complete, "{told}");
    assert_eq!(cheaper_on.len(), expected.len(), "{told}");
    assert!(cheaper_on.iter().zip(expected).all(|(found, expected)| is_interval(found, expected)), "{told}");

    // `["all", lo, hi]` is a range of equality, which holds the points that are listed beside it.
    let (ranges, points): (Vec<&Value>, Vec<&Value>) =
        row["equal_at"].as_array().unwrap().iter().partition(|one| one.is_array());
    let points: Vec<Fraction> =
        if ranges.is_empty() { points.into_iter().map(Fraction::of).collect() } else { Vec::new() };
    assert_eq!((equal_at.len(), equal_on.len()), (points.len(), ranges.len()), "{told}");
    assert!(equal_at.iter().zip(&points).all(|(found, expected)| expected.is(*found)), "{told}");
    for (found, expected) in equal_on.iter().zip(ranges) {
        let ends = found.to.is_some_and(|to| Fraction::of(&expected[2]).is(to));
        assert!(Fraction::of(&expected[1]).is(found.from) && ends, "{told}");
        assert!(found.from_closed && found.to_closed, "{told}");
    }

    let is_whole = |one: &Interval| one.from.is_zero() && one.from_closed && one.to == Some(most.into());
    let verdict = match reach {
        Reach::Reachable if cheaper_on.iter().any(|one| is_whole(one) && one.to_closed) => "always",
        Reach::Reachable => "some",
        // Neither serves more than `qmax`, so that what is unreachable would be a mistake.
        Reach::Unreachable => "unreachable",
        _ => "never",
    };
    assert_eq!(row["verdict"], verdict, "{told}");
}

#[test]
fn break_even_volumes_are_those_of_exact_fractions() {
    of_each_row("break_even_volume.jsonl", check_volume);
}

fn number(row: &Value, name: &str) -> Decimal {
    let text = row[name].as_str().map_or_else(|| row[name].to_string(), str::to_owned);
    Decimal::from_str_exact(&text).unwrap()
}

fn power(base: Decimal, months: u32) -> Decimal {
    (0..months).fold(Decimal::ONE, |power, _| power * base)
}

/// What grows from month to month: the volume and the price apart, or the price with both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Growth {
    /// Volumes are rounded to whole tokens, so a bill is off by half the price of a token.
    OfVolume,
    /// The bill of month t is volume times price in either case; nothing is rounded but money.
    OfPrice,
}

struct Asked {
    own: Study,
    api_npv: Decimal,
    /// How far the API's total may be off.
    slack: Decimal,
}

fn ask(row: &Value, how: Growth) -> Asked {
    let horizon = u32::try_from(number(row, "horizon")).unwrap();
    let (volume, price) = (number(row, "volume0"), number(row, "price0"));
    let growth = Decimal::ONE + number(row, "volume_growth");
    let decline = Decimal::ONE - number(row, "price_decline");
    // A unit is as many tokens as keep the largest month below 1e15: the more, the less is lost to whole tokens.
    let most = volume * power(growth, horizon).max(Decimal::ONE);
    let tokens_per_unit = (6..12).rev().map(|tens| Decimal::from(10_u64.pow(tens)));
    let mut fits = tokens_per_unit.filter(|unit| most * *unit < Decimal::from(10_u64.pow(15)));
    let unit = fits.next().unwrap();
    let per_mtok = price * Decimal::from(1_000_000) / unit;

    let mut workload = Workload::of_tokens(volume * unit, RequestClass::new(1, 1));
    workload.peak_to_average = Some(1.into());
    let mut api = Api::priced("closed_api", per_mtok, per_mtok);
    let change = match how {
        Growth::OfVolume => {
            workload.growth_fraction_per_month = Some((growth - Decimal::ONE).into());
            decline
        }
        Growth::OfPrice => growth * decline,
    };
    api.price_change_fraction_per_month = Some((change - Decimal::ONE).into());
    // The accelerators cost nothing: what is left are the outlay and a monthly cost.
    let mut own = Deployment::new(
        Model::from_id("llama-3.3-70b"),
        "fp8",
        Server::from_id("8xh100-sxm"),
        Rate::split(10_000, 10_000),
        Hardware::rent(Figure::from(0)),
    );
    own.one_off_usd = Some(number(row, "capex").into());
    own.storage_usd_per_month = Some(number(row, "opex_per_month").into());
    let annual = power(Decimal::ONE + number(row, "discount_monthly"), 12) - Decimal::ONE;
    let mut scenario = Scenario::new("2026-11-24", "api", workload, Finance::new(horizon, annual));
    scenario.api.insert("api", api);
    scenario.deployment.insert("own", own);

    let answer = scenario.resolve(&Catalog::builtin().unwrap()).unwrap().answer().unwrap();
    let study = |id: &str| answer.alternative(id).unwrap().study.clone().unwrap();
    let half_a_token = match how {
        Growth::OfVolume => Decimal::new(5, 1) * price / unit,
        Growth::OfPrice => Decimal::ZERO,
    };
    // Each month's bill and the sum are rounded to 12 decimals.
    let rounding = Decimal::from(horizon + 1) * Decimal::new(5, 13);
    let slack = Decimal::from(horizon) * half_a_token + rounding;
    Asked { own: study("own"), api_npv: study("api").npv.amount(), slack }
}

fn check_time(row: &Value) {
    for how in [Growth::OfVolume, Growth::OfPrice] {
        let Asked { own, api_npv, slack } = ask(row, how);
        let first = row["first_month"].as_u64().map(|month| u32::try_from(month).unwrap());
        assert_eq!(own.discounted_payback_month, first, "{how:?} {row}");
        if number(row, "discount_monthly").is_zero() {
            assert_eq!(own.payback_month, first, "{how:?} {row}");
        }
        let changes = usize::try_from(row["sign_changes"].as_u64().unwrap()).unwrap();
        assert_eq!(own.crossings.len(), changes, "{how:?} {row} {:?}", own.crossings);
        // All begin with an outlay, behind.
        let gained = own.crossings.first().filter(|crossing| crossing.is_ahead);
        assert_eq!(gained.map(|crossing| crossing.month), first, "{how:?} {row}");
        let paid = own.npv.amount() - number(row, "cum_self");
        assert!(paid.abs() <= Decimal::new(1, 12), "{how:?} {row}: off by {paid}");
        let billed = api_npv - number(row, "cum_api");
        assert!(billed.abs() <= slack, "{how:?} {row}: off by {billed} of {slack}");
    }
}

#[test]
fn first_months_and_totals_are_those_of_exact_fractions() {
    of_each_row("break_even_time.jsonl", check_time);
}

#[test]
fn crossings_say_who_leads_from_when() {
    // An outlay of 100 and 10 a month, against 60 units at 1, falling by half each month: 60, 90, 105, 112.5, 116.25 ...
    // are paid there and 110, 120, 130 ... here: never. At an outlay of 20: 30, 40, 50 ... 90, 100, 110, 120: ahead in
    // month 1 and behind once 20 + 10 t is more than 120 (1 - 1/2^t), from month 10 on (120 > 119.88).
    let row = |capex: u32| {
        serde_json::json!({
            "capex": capex, "opex_per_month": 10, "volume0": 60, "price0": "1", "volume_growth": "0",
            "price_decline": "0.5", "discount_monthly": "0", "horizon": 12,
        })
    };
    let own = ask(&row(20), Growth::OfPrice).own;
    let crossing = |month, is_ahead| Crossing { month, is_ahead };
    assert_eq!(own.crossings, [crossing(1, true), crossing(10, false)]);
    assert_eq!((own.payback_month, own.discounted_payback_month), (Some(1), Some(1)));
    let never = ask(&row(100), Growth::OfPrice).own;
    assert_eq!((never.crossings, never.discounted_payback_month), (Vec::new(), None));
}
