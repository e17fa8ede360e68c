//! A licence read against who uses it.

use super::eligibility::{Eligibility, Finding};
use super::requirement::{count, either};
use crate::catalog::LicenceCondition;
use crate::scenario::{ResolvedAlternative, ResolvedOrganization};
use crate::source::Figure;
use rust_decimal::Decimal;

use Eligibility::{Conditional, Eligible, Ineligible};

/// A test of a condition: whether it is passed (`None`: not known), in words, and the key that decides it.
struct Test {
    passed: Option<bool>,
    words: String,
    key: &'static str,
}

/// Whether the licence of the weights, or the terms of the service, allow the use.
pub(super) fn licence(one: &ResolvedAlternative, organization: &ResolvedOrganization) -> Finding {
    let Some(known) = &one.facts.licence else {
        let whose = if one.inputs.deployment().is_some() { "the licence" } else { "the service agreement" };
        return Finding::unknown(format!("{whose}; read it, and name it in `terms.licence`"));
    };
    let licence = &known.value;
    if licence.unread {
        let found = format!("{}: its conditions are not known; read it", licence.name);
        return Finding::of(known, Conditional, found);
    }
    let (mut forbids, mut open, mut duties) = (Vec::new(), Vec::new(), Vec::new());
    for condition in &licence.condition {
        let tests = tests(condition, organization);
        if tests.iter().any(|test| test.passed == Some(false)) {
            continue;
        }
        let words = words(condition, &tests);
        let unknown: Vec<&str> =
            tests.iter().filter(|test| test.passed.is_none()).map(|test| test.key).collect();
        match (unknown.is_empty(), condition.needs.is_some()) {
            (true, true) => forbids.push(words),
            (true, false) => duties.push(words),
            // A duty that may not even arise is no condition of its own.
            (false, true) => open.push(format!("{} is not known: {words}", unknown.join(", "))),
            (false, false) => {}
        }
    }
    let (eligibility, all) = if !forbids.is_empty() {
        (Ineligible, forbids)
    } else if !open.is_empty() {
        (Conditional, open)
    } else if !duties.is_empty() {
        (Conditional, duties)
    } else {
        let keep = licence.duties.as_ref().map(|duties| format!("; to keep: {duties}")).unwrap_or_default();
        return Finding::of(known, Eligible, format!("{}: no condition binds{keep}", licence.name));
    };
    Finding::of(known, eligibility, format!("{}: {}", licence.name, all.join("; ")))
}

fn tests(condition: &LicenceCondition, who: &ResolvedOrganization) -> Vec<Test> {
    let above = |limit: Option<Figure>, value: Option<Decimal>, what: &str, key: &'static str| {
        limit.map(|limit| Test {
            passed: value.map(|value| value > limit.value()),
            words: format!("above {} {what}", count(limit.value())),
            key,
        })
    };
    let (users, year, month) = (
        condition.monthly_active_users_above,
        condition.annual_revenue_usd_above,
        condition.monthly_revenue_usd_above,
    );
    let business = condition.business.as_ref().map(|businesses| Test {
        passed: who.business.as_ref().map(|own| own.iter().any(|one| businesses.contains(one))),
        words: format!("in the business of {}", either(businesses)),
        key: "business",
    });
    let territory = condition.territory.as_ref().map(|regions| Test {
        passed: who.territory.as_ref().map(|own| regions.contains(own)),
        words: format!("based in {}", either(regions)),
        key: "territory",
    });
    let flag = |is_test: bool, passed: Option<bool>, words: &str, key: &'static str| {
        is_test.then(|| Test { passed, words: words.to_owned(), key })
    };
    [
        business,
        territory,
        above(users, who.monthly_active_users, "monthly active users", "monthly_active_users"),
        above(year, who.annual_revenue, "USD of revenue a year", "annual_revenue_usd"),
        above(month, who.monthly_revenue, "USD of revenue a month", "monthly_revenue_usd"),
        flag(condition.commercial, who.commercial, "in commercial use", "commercial"),
        flag(
            condition.trains_models_on_outputs,
            who.trains_models_on_outputs,
            "to train models on the outputs",
            "trains_models_on_outputs",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// "above 700,000,000 monthly active users (licensee and affiliates) it needs a separate licence".
fn words(condition: &LicenceCondition, tests: &[Test]) -> String {
    let who: Vec<&str> = tests.iter().map(|test| test.words.as_str()).collect();
    let measured = condition.measured_on.as_ref().map(|on| format!(" ({on})")).unwrap_or_default();
    let then = match (&condition.needs, &condition.duty) {
        (Some(needs), _) => format!("it needs {needs}"),
        (None, duty) => duty.clone().unwrap_or_default(),
    };
    format!("{}{measured}: {then}", who.join(" and "))
}
