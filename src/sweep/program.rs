//! What is left of the formulas for the columns: a list of steps, for blocks of rows or for one point.

use super::schedule::Schedule;
use super::step::{Form, NOWHERE, OTHERS, Slot, Step};
use crate::comparison::Switch;
use crate::number::{Operand, Recording};
use std::collections::BTreeMap;

/// What a program is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Output {
    Value(Operand),
    /// Of a pair that is followed month by month.
    Npv(usize),
    PaybackMonth(usize),
}

/// A pair that is followed month by month once the steps are done.
#[derive(Clone, Debug)]
pub(super) struct Study {
    /// Its numbers are places: of those that are known, and behind them of what is read for each row.
    pub(super) switch: Switch<usize>,
    pub(super) known: Vec<f64>,
    pub(super) read: Vec<Slot>,
    /// Where the present value and the month go.
    pub(super) into: [Slot; 2],
}

impl Study {
    fn of(switch: &Switch<Operand>, slots: &Numbered, into: [Slot; 2]) -> Self {
        let (mut known, mut read) = (Vec::new(), Vec::new());
        let switch = switch.map(|operand| match operand {
            Operand::Known(value) => (true, among(&mut known, value)),
            Operand::Entry(_) => (false, among(&mut read, slots.of(operand))),
        });
        let switch = switch.map(|(is_known, at)| if is_known { at } else { known.len().saturating_add(at) });
        Self { switch, known, read, into }
    }
}

/// The place of a value in a list, which it is added to where it is new.
fn among<T: PartialEq>(all: &mut Vec<T>, value: T) -> usize {
    let at = all.iter().position(|known| *known == value).unwrap_or(all.len());
    if at == all.len() {
        all.push(value);
    }
    at
}

/// Steps that make outputs from columns.
///
/// What they read and keep stands in slots: first one for each column that is read, then one for each known number, then
/// the values that are kept.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) studies: Vec<Study>,
    /// The columns that are read, ascending.
    pub(super) columns: Vec<usize>,
    pub(super) known: Vec<f64>,
    /// How many slots there are.
    pub(super) slots: usize,
    pub(super) outputs: Vec<Slot>,
}

impl Program {
    /// The steps that the outputs and the studies need; a slot is taken again once nothing reads it any more.
    pub(super) fn of(recording: Recording, outputs: &[Output], studies: &[Switch<Operand>]) -> Self {
        let mut wanted: Vec<Operand> = Vec::new();
        for output in outputs {
            if let Output::Value(operand) = output {
                wanted.push(*operand);
            }
        }
        for switch in studies {
            let _ = switch.map(|operand| wanted.push(operand));
        }
        let schedule = Schedule::of(recording.into_entries(), &wanted);
        let mut slots = Numbered::new(&schedule, &wanted);
        let steps = steps(&schedule, &mut slots);
        let mut followed: Vec<Study> = Vec::with_capacity(studies.len());
        for switch in studies {
            let into = [slots.one_more(), slots.one_more()];
            followed.push(Study::of(switch, &slots, into));
        }
        let of_study = |study: usize, which: fn([Slot; 2]) -> Slot| {
            followed.get(study).map_or(NOWHERE, |study| which(study.into))
        };
        let outputs = outputs.iter().map(|output| match *output {
            Output::Value(operand) => slots.of(operand),
            Output::Npv(study) => of_study(study, |[npv, _]| npv),
            Output::PaybackMonth(study) => of_study(study, |[_, month]| month),
        });
        let outputs = outputs.collect();
        let Numbered { columns, known_numbers, count, .. } = slots;
        Self { steps, studies: followed, columns, known: known_numbers, slots: count, outputs }
    }

    /// The slots of the known numbers.
    pub(super) fn known_slots(&self) -> impl Iterator<Item = (usize, f64)> {
        (self.columns.len()..).zip(self.known.iter().copied())
    }
}

fn slot(number: usize) -> Slot {
    Slot::try_from(number).unwrap_or(NOWHERE)
}

/// Which slot has what.
struct Numbered {
    columns: Vec<usize>,
    known_numbers: Vec<f64>,
    /// Where each known number is among them, by its bits.
    known: BTreeMap<u64, usize>,
    /// The slot of each entry that has one.
    entries: Vec<Slot>,
    count: usize,
    free: Vec<Slot>,
}

impl Numbered {
    /// The columns and the known numbers that are read.
    fn new(schedule: &Schedule, wanted: &[Operand]) -> Self {
        let carried_out = schedule.order.iter().filter_map(|at| schedule.task(*at));
        let read = carried_out.flat_map(|task| task.read().iter().copied());
        let (mut columns, mut known_numbers, mut known) = (Vec::new(), Vec::new(), BTreeMap::new());
        for operand in read.chain(wanted.iter().copied()) {
            match operand {
                Operand::Known(value) => {
                    known.entry(value.to_bits()).or_insert_with(|| {
                        known_numbers.push(value);
                        known_numbers.len().saturating_sub(1)
                    });
                }
                Operand::Entry(entry) => columns.extend(schedule.column(entry)),
            }
        }
        columns.sort_unstable();
        columns.dedup();
        let mut entries = vec![NOWHERE; schedule.reads.len()];
        for (at, place) in entries.iter_mut().enumerate() {
            let column = schedule.column(at).and_then(|column| columns.binary_search(&column).ok());
            *place = column.map_or(NOWHERE, slot);
        }
        let count = columns.len().saturating_add(known_numbers.len());
        Self { columns, known_numbers, known, entries, count, free: Vec::new() }
    }

    fn of_known(&self, value: f64) -> Slot {
        let known = self.known.get(&value.to_bits());
        known.map_or(NOWHERE, |known| slot(self.columns.len().saturating_add(*known)))
    }

    fn of(&self, operand: Operand) -> Slot {
        match operand {
            Operand::Known(value) => self.of_known(value),
            Operand::Entry(entry) => self.entries.get(entry).copied().unwrap_or(NOWHERE),
        }
    }

    fn one_more(&mut self) -> Slot {
        let new = slot(self.count);
        self.count = self.count.saturating_add(1);
        new
    }
}

/// The steps of a schedule.
fn steps(schedule: &Schedule, slots: &mut Numbered) -> Vec<Step> {
    let mut reads = schedule.reads.clone();
    let mut steps = Vec::with_capacity(schedule.order.len());
    let mut in_hand: Option<usize> = None;
    for (number, at) in schedule.order.iter().enumerate() {
        let Some(task) = schedule.task(*at) else { continue };
        let operands = task.read();
        let held = in_hand.and_then(|entry| task.taken_from_hand(entry));
        let first = held.unwrap_or(0);
        let Some(form) = Form::of(task.action, first) else { continue };
        let take =
            if held.is_some() { NOWHERE } else { operands.first().map_or(NOWHERE, |one| slots.of(*one)) };
        let mut others = [NOWHERE; OTHERS];
        let behind = operands.iter().enumerate().filter(|(place, _)| *place != first);
        for (other, (_, operand)) in others.iter_mut().zip(behind) {
            *other = slots.of(*operand);
        }
        // What is read here for the last time is free for the result.
        for operand in operands {
            if let Operand::Entry(read) = operand
                && schedule.column(*read).is_none()
                && let Some(times) = reads.get_mut(*read)
            {
                *times = times.saturating_sub(1);
                if *times == 0 && slots.of(*operand) != NOWHERE {
                    slots.free.push(slots.of(*operand));
                }
            }
        }
        let next = schedule.order.get(number.saturating_add(1)).and_then(|next| schedule.task(*next));
        let is_taken_on = next.is_some_and(|next| next.taken_from_hand(*at).is_some());
        let is_read_elsewhere = reads.get(*at).is_some_and(|times| *times > u32::from(is_taken_on));
        let mut keep = NOWHERE;
        if is_read_elsewhere {
            keep = slots.free.pop().unwrap_or_else(|| slots.one_more());
            if let Some(place) = slots.entries.get_mut(*at) {
                *place = keep;
            }
        }
        steps.push(Step { form, take, others, keep });
        in_hand = Some(*at);
    }
    steps
}
