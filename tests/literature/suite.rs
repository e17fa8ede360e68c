//! Published calculations, recomputed: reads the case files, asks the library for each figure, and says how they agree.
//!
//! What is ours comes from the scenario of a case through the public API, what was published from the case file alone.

#[path = "answer.rs"]
mod answer;
#[path = "case.rs"]
pub(crate) mod case;

use answer::answer;
use breakeven::{Catalog, Comparison, Decimal};
use case::{Case, Output, OverRows, Purpose, Row, Table, Take};
use std::error::Error;
use std::fs;
use std::path::Path;

/// The cases, in the order in which they are printed; each has a file of its name.
pub(crate) const CASES: &[&str] = &[
    "cmu-2509.18101-kimi-k2",
    "cmu-2509.18101-glm-4.5",
    "cmu-2509.18101-gpt-oss-120b",
    "cmu-2509.18101-llama-3.3-70b",
    "cmu-2509.18101-magistral-small",
    "lenovo-lp2368-case1-configA",
    "lenovo-lp2368-tokens",
    "secondary-5y-onprem",
    "inferencex-unit-cost",
    "inferencex-gb200-points",
    "inferencex-margin",
    "vllm-cost-meter-140",
    "petrenko-static",
    "hamilton-2008-2010",
    "opencost-appendix-a",
    "llm-d-planner",
    "accs-selfhost-18",
    "tensoreconomics-llama70b",
    "lae-vram-fit",
    "lae-step-compare",
    "ict-selfhost",
    "llmtco-methodology",
    "induwara-default",
    "kshirol-breakeven-x1000",
    "devtk-x10",
    "peakinfer-monthly",
    "multiagent-persona1",
    "nextgen-call",
    "artvandelay-example",
    "randomcalc-double-count",
    "mithril-api-request",
    "presenc-3y",
    "sa-energy-cost",
    "batch-essay",
    "localllama-6400-server",
    "nervico-100M",
    "lcoai-2509.02596",
    "uptime-breakeven",
    "clustermax-tco",
];

/// How near a figure has to be to one that was recomputed from the stated inputs, which is known to 12 digits.
const RECOMPUTED: Decimal = Decimal::from_parts(1, 0, 0, false, 9);

/// How a published figure and ours agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Within the published precision.
    Within,
    /// It ought to be, and is not.
    Off,
    /// The source contradicts its own inputs, or is known to be wrong, and ours is what the inputs give.
    SourceIsWrong(String),
    /// The library has no answer.
    NoAnswer(String),
}

/// A published figure beside ours.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) published: Decimal,
    pub(crate) abs_tol: Decimal,
    pub(crate) ours: Option<Decimal>,
    pub(crate) instead: Option<Option<Decimal>>,
    pub(crate) verdict: Verdict,
    pub(crate) added: bool,
}

/// Reads the file of a case.
pub(crate) fn read(id: &str) -> Result<Case, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/literature");
    let path = folder.join(format!("{id}.toml"));
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let case: Case = toml::from_str(&text).map_err(|error| format!("{id}: {error}"))?;
    if case.id != id {
        return Err(format!("{id}: the file says that it is {}", case.id).into());
    }
    Ok(case)
}

/// Recomputes a case: every output of it.
pub(crate) fn recompute(case: &Case) -> Result<Vec<Compared>, Box<dyn Error>> {
    let mut catalog = Catalog::builtin()?;
    if let Some(entries) = &case.catalog {
        catalog.extend(Catalog::parse(&toml::to_string(entries)?)?);
    }
    let mut all = Vec::new();
    for row in &case.row {
        let context = |error: Box<dyn Error>| format!("{}, {}: {error}", case.id, name_of(row));
        all.extend(recompute_row(case, row, &catalog).map_err(context)?);
    }
    if let Some(table) = &case.table {
        all.extend(recompute_table(case, table, &catalog).map_err(|error| format!("{}: {error}", case.id))?);
    }
    Ok(all)
}

fn name_of(row: &Row) -> &str {
    let first = row.output.first().map_or("a row without outputs", |output| output.name.as_str());
    row.name.as_deref().unwrap_or(first)
}

fn compare(case: &Case, with: &toml::Table, catalog: &Catalog) -> Result<Comparison, Box<dyn Error>> {
    let mut scenario = case.scenario.clone().ok_or("an answer is asked for, and there is no scenario")?;
    merge(&mut scenario, with);
    Ok(Comparison::parse(&toml::to_string(&scenario)?, catalog)?)
}

/// Writes the values of one table over those of another.
fn merge(base: &mut toml::Table, over: &toml::Table) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(toml::Value::Table(base)), toml::Value::Table(over)) => merge(base, over),
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
}

fn recompute_row(case: &Case, row: &Row, catalog: &Catalog) -> Result<Vec<Compared>, Box<dyn Error>> {
    let asks = row.output.iter().any(|output| output.no_answer.is_none());
    let comparison = if asks { Some(compare(case, &row.with, catalog)?) } else { None };
    let mut all = Vec::new();
    for output in &row.output {
        let name = |error: Box<dyn Error>| format!("{}: {error}", output.name);
        if output.over_rows.is_some() {
            return Err(name("an answer over rows outside of a table".into()).into());
        }
        let ours = match (&comparison, &output.no_answer) {
            (Some(comparison), None) => ask(case, output, comparison).map_err(name)?,
            _ => None,
        };
        all.push(compared(case, output, ours).map_err(name)?);
    }
    Ok(all)
}

fn ask(case: &Case, output: &Output, comparison: &Comparison) -> Result<Option<Decimal>, Box<dyn Error>> {
    let asked = output.answer.as_ref().or(case.default.answer.as_ref()).ok_or("names no answer")?;
    let convert = match &output.answer {
        Some(_) => output.convert.as_ref(),
        None => output.convert.as_ref().or(case.default.convert.as_ref()),
    };
    answer(case, comparison, asked, convert)
}

fn compared(case: &Case, output: &Output, ours: Option<Decimal>) -> Result<Compared, Box<dyn Error>> {
    let published = output.published.value();
    let abs_tol = output.abs_tol.or(case.default.abs_tol).ok_or("names no tolerance")?.value();
    let unit = output.unit.clone().or(case.default.unit.clone()).ok_or("names no unit")?;
    let within = ours.is_some_and(|ours| (ours - published).abs() <= abs_tol);
    let instead = output.instead.as_ref().map(|instead| instead.value.map(|figure| figure.value()));
    let verdict = match (&output.no_answer, &output.instead) {
        (Some(_), Some(_)) => return Err("has no answer, and a right one".into()),
        (Some(why), None) => Verdict::NoAnswer(why.clone()),
        (None, None) if within => Verdict::Within,
        (None, None) => Verdict::Off,
        (None, Some(_)) if within => {
            return Err("is within the published precision, and said to be wrong".into());
        }
        (None, Some(wrong)) if is_recomputed(ours, instead.flatten()) => {
            Verdict::SourceIsWrong(wrong.why.clone())
        }
        (None, Some(_)) => Verdict::Off,
    };
    let (name, added) = (output.name.clone(), output.added);
    Ok(Compared { name, unit, published, abs_tol, ours, instead, verdict, added })
}

/// Whether ours is what was recomputed; both nothing where it never happens.
fn is_recomputed(ours: Option<Decimal>, right: Option<Decimal>) -> bool {
    match (ours, right) {
        (Some(ours), Some(right)) => (ours - right).abs() <= right.abs() * RECOMPUTED,
        (ours, right) => ours == right,
    }
}

fn recompute_table(case: &Case, table: &Table, catalog: &Catalog) -> Result<Vec<Compared>, Box<dyn Error>> {
    let mut comparisons = Vec::new();
    for row in &table.rows {
        if row.len() != table.columns.len() {
            return Err(format!("a row of {} values under {} columns", row.len(), table.columns.len()).into());
        }
        let mut with = toml::Table::new();
        for (path, value) in table.columns.iter().zip(row).filter(|(path, _)| path.contains('.')) {
            merge(&mut with, &at_path(path, value));
        }
        comparisons.push((compare(case, &with, catalog)?, row));
    }
    let mut all = Vec::new();
    for output in &table.output {
        let name = |error: Box<dyn Error>| format!("{}: {error}", output.name);
        let over = output.over_rows.as_ref().ok_or("an output of a table that is not over its rows")?;
        let ours = over_rows(case, table, output, over, &comparisons).map_err(name)?;
        all.push(compared(case, output, Some(ours)).map_err(name)?);
    }
    Ok(all)
}

/// The table that has a value at a dotted path.
fn at_path(path: &str, value: &toml::Value) -> toml::Table {
    let (head, rest) = path.split_once('.').unwrap_or((path, ""));
    let inner = if rest.is_empty() { value.clone() } else { toml::Value::Table(at_path(rest, value)) };
    toml::Table::from_iter([(head.to_owned(), inner)])
}

fn over_rows(
    case: &Case,
    table: &Table,
    output: &Output,
    over: &OverRows,
    rows: &[(Comparison, &Vec<toml::Value>)],
) -> Result<Decimal, Box<dyn Error>> {
    let column = |name: &str| {
        let at = table.columns.iter().position(|one| one == name);
        at.ok_or_else(|| format!("no column is called {name}"))
    };
    let only = over.only.as_ref().map(|only| column(&only.column).map(|at| (at, &only.is))).transpose()?;
    let published = over.published.as_deref().map(column).transpose()?;
    let mut found = Vec::new();
    for (comparison, row) in rows {
        let is_asked = only.is_none_or(|(at, word)| row.get(at).and_then(toml::Value::as_str) == Some(word));
        if !is_asked {
            continue;
        }
        let ours = ask(case, output, comparison)?.ok_or("has no value in a row")?;
        found.push(match over.take {
            Take::Least | Take::Greatest => ours,
            Take::GreatestRelativeDifference => {
                let at = published.ok_or("is compared with no column")?;
                let text = row.get(at).map(ToString::to_string).unwrap_or_default();
                let theirs = Decimal::from_str_exact(&text).map_err(|error| format!("{text}: {error}"))?;
                (ours - theirs).abs().checked_div(theirs).ok_or("is compared with nothing")?
            }
        });
    }
    let one = match over.take {
        Take::Least => found.into_iter().min(),
        Take::Greatest | Take::GreatestRelativeDifference => found.into_iter().max(),
    };
    one.ok_or_else(|| "is over no rows".into())
}

/// How many outputs of a case have a verdict.
pub(crate) fn count(all: &[Compared], is: impl Fn(&Verdict) -> bool) -> usize {
    all.iter().filter(|one| is(&one.verdict)).count()
}

/// What a verdict is called in the table.
pub(crate) fn words(verdict: &Verdict, purpose: Purpose) -> &'static str {
    match (verdict, purpose) {
        (Verdict::Within, _) => "within",
        (Verdict::Off, _) => "OFF",
        (Verdict::SourceIsWrong(_), Purpose::KnownWrong) => "known wrong",
        (Verdict::SourceIsWrong(_), Purpose::Test) => "contradicts itself",
        (Verdict::NoAnswer(_), _) => "no answer",
    }
}
