//! Switching plans: as a table by month, and as JSON.

use super::json::{Text, some};
use super::table::{Align, Table, wrap};
use super::text::amount;
use crate::comparison::{BestMove, NoMove, PlanOfMonth, PlannedMove, SwitchingPlan};
use crate::error::{Error, ErrorKind};
use crate::money::Money;
use crate::verdict::tokens;
use serde::Serialize;
use std::fmt::Write as _;

/// A switching plan as text: what to do in which month, what that saves, and each month that was looked at. Amounts are
/// rounded to whole dollars of today's worth.
#[must_use]
pub fn switching_plan(plan: &SwitchingPlan) -> String {
    let mut out = format!("{}\n\n", plan.alternatives.join(", then "));
    wrap(&mut out, &sentence(plan), "");
    out.push('\n');
    let several = plan.alternatives.len() > 2;
    let mut table = Table::new(&[
        ("", Align::Left),
        ("month", Align::Right),
        ("tokens", Align::Right),
        (if several { "moves" } else { "" }, Align::Left),
        ("staying", Align::Right),
        ("plan", Align::Right),
        ("saving", Align::Right),
    ]);
    let none = || "-".to_owned();
    let best = plan.best.moves.first().map(|first| first.month);
    for row in &plan.months {
        table.row(vec![
            if best == Some(row.month) { ">" } else { "" }.to_owned(),
            row.month.to_string(),
            tokens(row.tokens_per_month),
            if several { moves(&row.moves) } else { String::new() },
            plan.npv_of_staying.map_or_else(none, amount),
            row.npv.map_or_else(none, amount),
            row.saving.map_or_else(none, amount),
        ]);
    }
    table.write(&mut out);
    out
}

fn moves(moves: &[PlannedMove]) -> String {
    let words: Vec<String> = moves.iter().map(|one| format!("{} in {}", one.to, one.month)).collect();
    if words.is_empty() { "-".to_owned() } else { words.join(", ") }
}

/// The plan in words.
fn sentence(plan: &SwitchingPlan) -> String {
    let first = plan.alternatives.first().map_or("", String::as_str);
    let code = plan.best.npv.currency().code();
    let mut text = String::new();
    if plan.best.moves.is_empty() {
        let _ = write!(text, "Stay with {first} to the end: {} {code}.", amount(plan.best.npv));
        let saving = |row: &&PlanOfMonth| row.npv.map(Money::amount);
        if let Some(row) = plan.months.iter().filter(|row| row.npv.is_some()).min_by_key(saving) {
            let more = row.saving.map(|saving| amount(saving).trim_start_matches('-').to_owned());
            let _ = write!(
                text,
                " The best month to move, {}, costs {} {code} more.",
                row.month,
                more.unwrap_or_default()
            );
        }
        return text;
    }
    for (at, step) in plan.best.moves.iter().enumerate() {
        let verb = if at == 0 { "Move to" } else { " Then move to" };
        let _ = write!(text, "{verb} {} in month {}{}.", step.to, step.month, lost(step, code));
    }
    match (plan.best.saving, plan.npv_of_staying) {
        (Some(saving), Some(staying)) => {
            let _ = write!(
                text,
                " That saves {} of the {} {code} that staying with {first} costs.",
                amount(saving),
                amount(staying)
            );
        }
        _ => {
            let _ = write!(
                text,
                " That costs {} {code}; {first} cannot serve every month.",
                amount(plan.best.npv)
            );
        }
    }
    text
}

fn lost(step: &BestMove, code: &str) -> String {
    let quarters = [(step.lost_a_quarter_earlier, "earlier"), (step.lost_a_quarter_later, "later")];
    let lost: Vec<String> = quarters
        .iter()
        .filter_map(|(lost, when)| Some(format!("{} {code} {when}", amount((*lost).ok()?))))
        .collect();
    let mut words: Vec<String> = Vec::new();
    if !lost.is_empty() {
        words.push(format!("a quarter off loses {}", lost.join(", ")));
    }
    for (lost, when) in quarters {
        if let Err(why) = lost {
            words.push(format!("a quarter {when} {}", reason(why)));
        }
    }
    format!(" ({})", words.join("; "))
}

/// Why there is no such month, in words.
fn reason(why: NoMove) -> &'static str {
    match why {
        NoMove::BeforeTheStudy => "is before the study",
        NoMove::AfterTheStudy => "is past the study",
        NoMove::LeadTime => "it is not there yet",
        NoMove::Capacity => "the volume cannot be served",
    }
}

/// A switching plan as one JSON object: amounts and volumes as decimal strings, unrounded; months as numbers; what is
/// absent is `null`.
///
/// # Errors
/// [`ErrorKind::OutOfBounds`] where the object cannot be written.
pub fn switching_plan_json(plan: &SwitchingPlan) -> Result<String, Error> {
    serde_json::to_string_pretty(&PlanObject::of(plan))
        .map_err(|_| ErrorKind::OutOfBounds { what: "the JSON report" }.into())
}

#[derive(Serialize)]
struct PlanObject<'a> {
    schema: u32,
    currency: &'static str,
    alternatives: &'a [String],
    npv_of_staying: Option<Text>,
    best: BestObject<'a>,
    months: Vec<MonthObject<'a>>,
}

#[derive(Serialize)]
struct BestObject<'a> {
    npv: Text,
    saving: Option<Text>,
    moves: Vec<BestMoveObject<'a>>,
}

#[derive(Serialize)]
struct BestMoveObject<'a> {
    to: &'a str,
    month: u32,
    lost_a_quarter_earlier: Option<Text>,
    lost_a_quarter_later: Option<Text>,
    /// What keeps it from happening then, where nothing is said of the loss.
    no_quarter_earlier: Option<&'static str>,
    no_quarter_later: Option<&'static str>,
}

#[derive(Serialize)]
struct MonthObject<'a> {
    month: u32,
    tokens_per_month: Text,
    moves: Vec<MoveObject<'a>>,
    npv: Option<Text>,
    saving: Option<Text>,
}

#[derive(Serialize)]
struct MoveObject<'a> {
    to: &'a str,
    month: u32,
}

impl<'a> PlanObject<'a> {
    fn of(plan: &'a SwitchingPlan) -> Self {
        let best_move = |step: &'a BestMove| BestMoveObject {
            to: &step.to,
            month: step.month,
            lost_a_quarter_earlier: some(step.lost_a_quarter_earlier.ok()),
            lost_a_quarter_later: some(step.lost_a_quarter_later.ok()),
            no_quarter_earlier: step.lost_a_quarter_earlier.err().map(NoMove::name),
            no_quarter_later: step.lost_a_quarter_later.err().map(NoMove::name),
        };
        let month = |row: &'a PlanOfMonth| MonthObject {
            month: row.month,
            tokens_per_month: row.tokens_per_month.into(),
            moves: row.moves.iter().map(|one| MoveObject { to: &one.to, month: one.month }).collect(),
            npv: some(row.npv),
            saving: some(row.saving),
        };
        Self {
            schema: 1,
            currency: plan.best.npv.currency().code(),
            alternatives: &plan.alternatives,
            npv_of_staying: some(plan.npv_of_staying),
            best: BestObject {
                npv: plan.best.npv.into(),
                saving: some(plan.best.saving),
                moves: plan.best.moves.iter().map(best_move).collect(),
            },
            months: plan.months.iter().map(month).collect(),
        }
    }
}
