//! What several test files need, above all a deployment and its bill worked by hand.
//!
//! The plain case: a month of 100 hours, requests of 500 prompt and 500 completion tokens, a replica that prefills or
//! decodes 1,000 tokens a second, no headroom and no peak. A request takes 0.5 + 0.5 seconds, so a step serves
//! 1,000 tokens a second: 1,000 x 100 x 3,600 = 360 Mtok a month.

#![allow(dead_code, reason = "each test file uses its own part")]

pub(crate) mod program;

use breakeven::{
    Catalog, Category, Comparison, Decimal, Error, LimitedBy, Monthly, Study, Verdict, WarningCode,
};

pub(crate) const STEP: u64 = 360_000_000;

pub(crate) const MODEL: &str = "model = { parameters_billion = 1, layers = 1, attention = { kv_heads = 1, head_dim = 1 }, context_window_tokens = 10000000 }\nprecision = \"fp8\"";
pub(crate) const ONE_CLASS: &str = "class.chat = { prompt_tokens = 500, completion_tokens = 500 }";
pub(crate) const RATE: &str = "rate = { prefill_tokens_per_second = 1000, decode_tokens_per_second = 1000 }";
pub(crate) const RENT: &str = "hardware.rent.price_usd_per_gpu_hour = 1";
pub(crate) const FREE_POWER: &str = "electricity_usd_per_kwh = 0\npue = 1";
/// 1 kW at 0.10 USD per kWh and a PUE of 1.5: 0.15 USD an hour.
pub(crate) const POWER: &str = "electricity_usd_per_kwh = 0.1\npue = 1.5";

/// (1 + m)^12 - 1 at m = 0.05: 1.05^12 = 1.795856326022129150390625 exactly.
pub(crate) const FIVE_PERCENT_A_MONTH: &str = "\"0.795856326022129150390625\"";

#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) tokens: u64,
    pub(crate) load: &'a str,
    pub(crate) classes: &'a str,
    pub(crate) months: u32,
    pub(crate) rate_of_return: &'a str,
    pub(crate) facility: &'a str,
    pub(crate) model: &'a str,
    pub(crate) server: &'a str,
    pub(crate) rate: &'a str,
    pub(crate) headroom: &'a str,
    pub(crate) hardware: &'a str,
    pub(crate) more: &'a str,
    pub(crate) others: &'a str,
    pub(crate) baseline: &'a str,
}

pub(crate) const PLAIN: Case<'static> = Case {
    tokens: STEP,
    load: "peak_to_average = 1",
    classes: ONE_CLASS,
    months: 12,
    rate_of_return: "0",
    facility: FREE_POWER,
    model: MODEL,
    server: "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 12_000, active_watts = 1000 }",
    rate: RATE,
    headroom: "peak_hour_load_fraction = 1",
    hardware: RENT,
    more: "",
    others: "",
    baseline: "own",
};

pub(crate) fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

/// A text with some changes, each of them to the first place that has what is changed.
pub(crate) fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the text has no {from:?}");
        text.replacen(from, to, 1)
    })
}

/// The same tree in JSON, on many lines.
pub(crate) fn as_json(toml: &str) -> String {
    serde_json::to_string_pretty(&toml::from_str::<toml::Table>(toml).unwrap()).unwrap()
}

impl Case<'_> {
    pub(crate) fn text(&self) -> String {
        let Self { tokens, load, classes, months, rate_of_return, facility, model, .. } = self;
        let Self { server, rate, headroom, hardware, more, others, baseline, .. } = self;
        format!(
            r#"
schema = 1
currency = "USD"
prices_as_of = "2026-11-24"
baseline = "{baseline}"
[workload]
tokens_per_month = {tokens}
hours_per_month = 100
{load}
{classes}
[finance]
horizon_months = {months}
discount_rate_annual_effective = {rate_of_return}
[facility]
{facility}
{others}
[deployment.own]
{model}
{server}
{rate}
{headroom}
{hardware}
{more}
"#
        )
    }

    pub(crate) fn parse(&self) -> Result<Comparison, Error> {
        Comparison::parse(&self.text(), &Catalog::builtin().unwrap())
    }

    pub(crate) fn compare(&self) -> Comparison {
        self.parse().unwrap_or_else(|error| panic!("{error}\n{}", self.text()))
    }

    pub(crate) fn monthly(&self) -> Monthly {
        self.compare().monthly("own").unwrap()
    }

    pub(crate) fn steps(&self) -> u64 {
        self.monthly().steps.unwrap()
    }

    pub(crate) fn study(&self) -> Study {
        self.compare().answer().unwrap().alternative("own").unwrap().study.clone().unwrap()
    }

    pub(crate) fn warns(&self, code: WarningCode) -> bool {
        self.compare().answer().unwrap().warnings.iter().any(|warning| warning.code == code)
    }

    pub(crate) fn verdict(&self) -> Verdict {
        let comparison = self.compare();
        comparison.verdict(&comparison.answer().unwrap()).unwrap()
    }

    /// The steps fill at `capacity` tokens each, to the token.
    pub(crate) fn fills_at(&self, capacity: u64) {
        for steps in 1..=4 {
            let full = Self { tokens: steps * capacity, ..*self }.monthly();
            assert_eq!(full.steps, Some(steps), "{steps} x {capacity}");
            assert_eq!(full.capacity_tokens_per_month, Some(steps * capacity));
            assert_eq!(Self { tokens: steps * capacity + 1, ..*self }.steps(), steps + 1);
        }
    }

    /// The lines are these and no others, and sum to the cost.
    pub(crate) fn charges(&self, expected: &[(Category, &str, &str)]) {
        let monthly = self.monthly();
        let lines: Vec<(Category, &str, Decimal)> =
            monthly.lines.iter().map(|line| (line.category, line.label, line.amount.amount())).collect();
        let expected: Vec<(Category, &str, Decimal)> =
            expected.iter().map(|(category, label, amount)| (*category, *label, decimal(amount))).collect();
        assert_eq!(lines, expected);
        assert_eq!(monthly.cost.amount(), expected.iter().map(|(.., amount)| *amount).sum());
    }

    /// The flows of the ledger: month, instant, category, amount.
    pub(crate) fn flows(&self) -> Vec<(u32, u32, Category, Decimal)> {
        let ledger = self.compare().ledger("own").unwrap();
        ledger
            .flows
            .iter()
            .map(|flow| (flow.month, flow.instant, flow.category, flow.amount.amount()))
            .collect()
    }

    pub(crate) fn limited_by(&self) -> Option<LimitedBy> {
        let answer = Self { others: CHEAP_API, ..*self }.compare().answer().unwrap();
        answer.alternative("own").unwrap().limited_by.as_ref().map(|(limit, _)| *limit)
    }
}

pub(crate) const CHEAP_API: &str =
    "[api.cheap]\nfamily = \"closed_api\"\ninput_usd_per_mtok = 0.01\noutput_usd_per_mtok = 0.01";

/// An API at one price for input and output, in USD per Mtok.
pub(crate) fn api(id: &str, price: &str) -> String {
    format!(
        "[api.{id}]\nfamily = \"closed_api\"\ninput_usd_per_mtok = {price}\noutput_usd_per_mtok = {price}\n"
    )
}

/// A case of hardware that is bought at 12,000 USD for a server of 1 kW.
pub(crate) fn bought(hardware: &str) -> Case<'_> {
    Case { hardware, ..PLAIN }
}

pub(crate) fn flow(
    month: u32,
    instant: u32,
    category: Category,
    amount: &str,
) -> (u32, u32, Category, Decimal) {
    (month, instant, category, decimal(amount))
}

/// Bought for nothing: 1 kW at work and 200 W idle, at 0.15 USD per kWh with cooling.
pub(crate) fn powered(more: &str) -> Case<'_> {
    Case {
        facility: POWER,
        server: "server = { accelerators = 1, accelerator = \"h100-sxm\", price_usd = 0, active_watts = 1000, idle_watts = 200 }",
        hardware: "hardware.buy = { useful_life_months = 12 }",
        more,
        ..PLAIN
    }
}

/// Llama 3.3 70B in FP8 on a step of so many rented H100s.
pub(crate) fn llama<'a>(rate: &'a str, more: &'a str) -> Case<'a> {
    Case {
        model: "model = \"llama-3.3-70b\"\nprecision = \"fp8\"",
        server: "server = \"8xh100-sxm\"",
        rate,
        more,
        ..PLAIN
    }
}
