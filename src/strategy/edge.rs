//! What is on the borders: valid, and where code breaks first.

use super::flows::{amount, whole};
use super::scenario::{figure, of_parts};
use crate::number::Amount;
use crate::scenario::{
    Api, Buy, Deployment, Hardware, Model, Rate, RequestClass, Scenario, Server, Workload,
};
use proptest::collection::vec;
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::{Just, Strategy};
use rust_decimal::Decimal;

/// A rate at a border, each as likely: 0, all but 0 on either side (1e-9), a hundredth of a percent, 100 percent, -50 and -99
/// percent. Shrinks to those named first.
pub fn rate<A: Amount>() -> impl Strategy<Value = A> + Clone {
    let rates = [(0, 0), (1, 0), (-5, 1), (-99, 2), (1, 4), (-1, 4), (1, 9), (-1, 9)];
    select(rates.map(|(units, decimals)| A::scaled(units, decimals)).to_vec())
}

/// Periods at a border, each as likely: 1, 2, 12, 360 and 600.
pub fn periods() -> impl Strategy<Value = u32> + Clone {
    select(vec![1, 2, 12, 360, 600])
}

/// Flows at a border, each as likely: none, nothing once or twelve times, one, a cent and a billion, what sums to 0, and what
/// changes its sign at each period.
pub fn cash_flows<A: Amount>() -> impl Strategy<Value = Vec<A>> + Clone {
    let lists: [&[i64]; 8] = [
        &[],
        &[0],
        &[0; 12],
        &[100],
        &[-1],
        &[1, 100_000_000_000],
        &[-30_000, 10_000, 10_000, 10_000],
        &[-100, 100, -100, 100, -100, 100],
    ];
    select(
        lists.iter().map(|list| list.iter().map(|cents| A::scaled(*cents, 2)).collect()).collect::<Vec<_>>(),
    )
}

/// An outlay and what comes in at a border, each as likely: paid back in a period without interest, with 100 percent, with
/// almost nothing left (-99 percent), after ten periods in which nothing comes in, with level flows that sum to the outlay
/// (0 percent), and of a cent.
pub fn investment<A: Amount>() -> impl Strategy<Value = Vec<A>> + Clone {
    let lists: [&[i64]; 6] = [
        &[-10_000, 10_000],
        &[-10_000, 20_000],
        &[-10_000, 100],
        &[-10_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20_000],
        &[-30_000, 10_000, 10_000, 10_000],
        &[-1, 1, 1],
    ];
    select(
        lists.iter().map(|list| list.iter().map(|cents| A::scaled(*cents, 2)).collect()).collect::<Vec<_>>(),
    )
}

/// Dated flows at a border, each as likely: an [`investment`] every 365 days across leap years, and all of it but the outlay on
/// one day.
pub fn schedule<A: Amount>() -> impl Strategy<Value = Vec<(i32, A)>> + Clone {
    (investment(), select(vec![365, 0])).prop_map(|(flows, gap): (Vec<A>, i32)| {
        let day = |at: i32| if at == 0 || gap > 0 { at * gap } else { 365 };
        (0..).map(day).zip(flows).collect()
    })
}

/// A loan at a border: without interest, at a hundredth of a percent or at 1 percent, over 2, 3, 12 or 360 periods, of any
/// amount.
pub fn loan<A: Amount>() -> impl Strategy<Value = (A, u32, A)> + Clone {
    let rates = [(0, 0), (1, 2), (1, 4)].map(|(units, decimals)| A::scaled(units, decimals));
    (select(rates.to_vec()), select(vec![2, 3, 12, 360]), amount())
}

/// An asset at a border: worth nothing, a cent less than its cost or all of it at the end, with a life of 1, 2 or 40.
pub fn asset<A: Amount>() -> impl Strategy<Value = (A, A, u32)> + Clone {
    let cost = whole(1, 1_000_000_000);
    (cost, select(vec![0_u8, 1, 2]), select(vec![1, 2, 40])).prop_map(|(cost, end, life)| {
        let salvage = match end {
            0 => 0,
            1 => cost * 100 - 1,
            _ => cost * 100,
        };
        (A::scaled(cost, 0), A::scaled(salvage, 2), life)
    })
}

/// Allocations at a border: 0, 1, -1 and 100 units and one less than the weights, by one weight, equal ones, one among none,
/// and pairs whose remainders tie (30 and 70).
pub fn allocation() -> impl Strategy<Value = (i64, Vec<u32>)> + Clone {
    let weights = vec![vec![1], vec![1, 1, 1], vec![0, 1, 0], vec![30, 70], vec![1; 7], vec![u32::MAX, 1]];
    (select(vec![0, 1, -1, 5, -5, 100, 99]), select(weights))
}

/// Volumes around full servers: a capacity from 1 to 1e9, and a volume that is 1 to 1,000 times it, one less, or one more.
pub fn capacity() -> impl Strategy<Value = (u64, u64)> + Clone {
    (whole(1, 1_000_000_000), whole(1, 1000), select(vec![0, 1, -1]))
        .prop_map(|(capacity, full, off)| (capacity.unsigned_abs(), (capacity * full + off).unsigned_abs()))
}

/// Workloads at a border: 1 token and 1e15 tokens a month, prompts without completions and the other way round, a load without
/// a peak and one of 100 times the average.
pub fn workload() -> impl Strategy<Value = Workload> + Clone {
    let tokens = select(vec![1_i64, 1_000_000, 1_000_000_000_000_000]);
    let class = select(vec![(1_i64, 0_i64), (0, 1), (1, 1), (8000, 4000)]);
    (tokens, class, select(vec![1, 100])).prop_map(|(tokens, (prompt, completion), peak)| {
        let mut workload = Workload::of_tokens(tokens, RequestClass::new(prompt, completion));
        workload.peak_to_average = Some(peak.into());
        workload
    })
}

/// Offers at a border: free in, out, or both, and at the highest price that is taken.
pub fn offer() -> impl Strategy<Value = Api> + Clone {
    let prices = select(vec![0, 1, 100_000]);
    (prices.clone(), prices).prop_map(|(input, output)| Api::priced("closed_api", input, output))
}

/// Deployments at a border: servers that cost nothing and carry next to nothing or 10 million tokens a second, for a life of 1
/// month or of 600, sold for nothing or for all that they cost.
pub fn deployment() -> impl Strategy<Value = Deployment> + Clone {
    let parts = (
        select(vec![1_i64, 10_000_000]),
        select(vec![1, 600]),
        select(vec![0, 1]),
        select(vec![0, 1_000_000]),
    );
    parts.prop_map(|(speed, life, resale, price)| {
        let mut buy = Buy::new(life);
        buy.resale_fraction = Some(resale.into());
        own(Rate::split(speed, speed), Hardware::buy(buy), price)
    })
}

/// A question at a border: over 1 month or 600, without interest or at 100 percent, with energy that costs nothing, and parts at
/// their borders; or one whose volume fills 1 to 50 servers exactly.
pub fn scenario() -> impl Strategy<Value = Scenario> + Clone {
    let study = (select(vec![1_i64, 2, 600]), prop_oneof![figure(0, 0, 0), figure(1, 1, 0)]);
    let site = (prop_oneof![figure(0, 0, 0), figure(1, 1, 1)], figure(1, 1, 0));
    let borders =
        of_parts(workload(), vec(offer(), 1..=2), vec(deployment(), 0..=1), study.clone(), site.clone());
    prop_oneof![borders, full_servers(study, site)]
}

/// At 1 token a second with all of the hour usable, 730 hours carry 2,628,000 tokens a replica.
fn full_servers(
    study: impl Strategy<Value = (i64, crate::source::Figure)> + Clone,
    site: impl Strategy<Value = (crate::source::Figure, crate::source::Figure)> + Clone,
) -> impl Strategy<Value = Scenario> + Clone {
    let hour = Decimal::ONE;
    let own = own(Rate::combined(1000, 1, 1), Hardware::rent(2), 0);
    (of_parts(Just(Workload::default()), vec(offer(), 1), Just(vec![own]), study, site), whole(1, 50))
        .prop_map(move |(mut scenario, full)| {
            scenario.workload = Workload::of_tokens(full * 2_628_000_000, RequestClass::new(1, 1));
            scenario.workload.peak_to_average = Some(1.into());
            if let Some(own) = scenario.deployment.get_mut("own-1") {
                own.peak_hour_load_fraction = Some(hour.into());
            }
            scenario
        })
}

fn own(rate: Rate, hardware: Hardware, price: i64) -> Deployment {
    let mut server = Server::from_id("8xh100-sxm");
    server.price_usd = Some(price.into());
    Deployment::new(Model::from_id("llama-3.1-8b"), "fp8", server, rate, hardware)
}
