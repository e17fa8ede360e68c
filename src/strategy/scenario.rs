//! Questions of this crate: workloads, offers, deployments, and whole scenarios.

use super::flows::whole;
use super::rounded::rounded;
use crate::scenario::{
    Api, Buy, Deployment, Facility, Finance, Hardware, Model, People, Rate, RequestClass, Scenario, Server,
    Workload,
};
use crate::source::Figure;
use proptest::collection::vec;
use proptest::option;
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::{Just, Strategy};
use rust_decimal::Decimal;

/// The date on which scenarios ask the catalog.
pub(super) const TODAY: &str = "2026-11-24";

/// A workload of one class: 1,000 to 1e12 tokens a month, prompts of 1 to 8,000 and completions of 1 to 4,000 tokens, a peak
/// of 1 to 10 times the average, and growth from -5 to 10 percent a month or none.
pub fn workload() -> impl Strategy<Value = Workload> + Clone {
    let class = (whole(1, 8000), whole(1, 4000));
    let shape = (figure(10, 100, 1), option::of(figure(-50, 100, 3)));
    (whole(1000, 1_000_000_000_000), class, shape).prop_map(
        |(tokens, (prompt, completion), (peak, growth))| {
            let mut workload = Workload::of_tokens(tokens, RequestClass::new(prompt, completion));
            workload.peak_to_average = Some(peak);
            workload.growth_fraction_per_month = growth;
            workload
        },
    )
}

/// An API by the token: from 0.01 to 100 USD per Mtok in and out, of a closed model or of open weights, with a price of cached
/// input or none and prices that move by -10 to 5 percent a month or not.
pub fn offer() -> impl Strategy<Value = Api> + Clone {
    let family = select(vec!["closed_api", "hosted_open_weights"]);
    let prices = (figure(1, 10_000, 2), figure(1, 10_000, 2), option::of(figure(1, 10_000, 2)));
    (family, prices, option::of(figure(-100, 50, 3))).prop_map(|(family, (input, output, cached), change)| {
        let mut api = Api::priced(family, input, output);
        api.cached_input_usd_per_mtok = cached;
        api.price_change_fraction_per_month = change;
        api
    })
}

/// An open model on servers of 8 accelerators with room for it: 100 to 100,000 tokens a second in and 10 to 20,000 out, bought
/// for 12 to 84 months with resale or rented by the hour, with people or without.
pub fn deployment() -> impl Strategy<Value = Deployment> + Clone {
    let model = select(vec!["llama-3.1-8b", "llama-3.3-70b"]);
    let server = select(vec!["8xa100-sxm", "8xh100-sxm", "8xh200-sxm"]);
    let rate =
        (whole(100, 100_000), whole(10, 20_000)).prop_map(|(prefill, decode)| Rate::split(prefill, decode));
    let people = option::of((figure(0, 300, 2), whole(0, 24)).prop_map(|(run, build)| {
        let mut people = People::new(run, build);
        people.loaded_salary_usd_per_year = Some(180_000.into());
        people
    }));
    let extras = (option::of(whole(0, 4)), option::of(whole(0, 100_000)));
    (model, server, rate, hardware(), people, extras).prop_map(
        |(model, server, rate, hardware, people, (spares, one_off))| {
            let (model, mut server) = (Model::from_id(model), Server::from_id(server));
            server.price_usd = Some(250_000.into());
            server.idle_watts = Some(2_000.into());
            let mut own = Deployment::new(model, "bf16", server, rate, hardware);
            own.people = people;
            own.spares = spares.map(Figure::from);
            own.one_off_usd = one_off.map(Figure::from);
            own
        },
    )
}

fn hardware() -> impl Strategy<Value = Hardware> + Clone {
    let bought = (whole(12, 84), option::of(figure(0, 60, 2))).prop_map(|(life, resale)| {
        let mut buy = Buy::new(u32::try_from(life).unwrap_or(12));
        buy.resale_fraction = resale;
        Hardware::buy(buy)
    });
    prop_oneof![bought, figure(50, 1000, 2).prop_map(Hardware::rent)]
}

/// A whole question: a [`workload`], a baseline and up to two more [`offer`]s, up to two [`deployment`]s in a metered facility,
/// over 1 to 60 months at 0 to 30 percent a year. It resolves, and has an answer or a typed reason why there is none.
pub fn scenario() -> impl Strategy<Value = Scenario> + Clone {
    let study = (whole(1, 60), figure(0, 300, 3));
    let site = (figure(1, 50, 2), figure(100, 200, 2));
    of_parts(workload(), vec(offer(), 1..=3), vec(deployment(), 0..=2), study, site)
}

/// A question of such parts.
pub(super) fn of_parts(
    workload: impl Strategy<Value = Workload> + Clone,
    offers: impl Strategy<Value = Vec<Api>> + Clone,
    deployments: impl Strategy<Value = Vec<Deployment>> + Clone,
    study: impl Strategy<Value = (i64, Figure)> + Clone,
    site: impl Strategy<Value = (Figure, Figure)> + Clone,
) -> impl Strategy<Value = Scenario> + Clone {
    (workload, offers, deployments, study, site, Just(())).prop_map(
        |(workload, offers, owned, study, site, ())| {
            let finance = Finance::new(u32::try_from(study.0).unwrap_or(1), study.1);
            let mut scenario = Scenario::new(TODAY, "api-1", workload, finance);
            for (at, offer) in (1..).zip(offers) {
                scenario.api.insert(format!("api-{at}"), offer);
            }
            for (at, own) in (1..).zip(owned) {
                scenario.deployment.insert(format!("own-{at}"), own);
            }
            // A facility that nothing stands in is refused: it would be a mistake.
            let is_used = scenario.deployment.iter().any(|(_, own)| own.hardware.buy.is_some());
            scenario.facility = is_used.then(|| Facility::metered(site.0, site.1));
            scenario
        },
    )
}

/// A number of a scenario with so many decimals.
pub(super) fn figure(low: i64, high: i64, decimals: u32) -> impl Strategy<Value = Figure> + Clone {
    rounded(low, high, decimals).prop_map(move |units| Decimal::new(units, decimals).normalize().into())
}
