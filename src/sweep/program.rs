//! What is left of the formulas for the columns: a list of instructions, for blocks of rows or for one point.

use super::studies::Room;
use crate::comparison::Switch;
use crate::number::{Entry, Number, OPERANDS, Operand, Operation, Recording};

/// Where an instruction reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Source {
    Known(f64),
    Column(usize),
    Register(usize),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Instruction {
    pub(super) operation: Operation,
    pub(super) from: [Source; OPERANDS],
    pub(super) into: usize,
}

/// What a program is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Output {
    Value(Operand),
    /// Of a pair that is followed month by month.
    Npv(usize),
    PaybackMonth(usize),
}

/// A pair that is followed month by month once the instructions are done.
#[derive(Clone, Debug)]
pub(super) struct Study<S> {
    /// Its numbers are slots: those that are known, and behind them what is read for each row.
    pub(super) switch: Switch<usize>,
    pub(super) known: Vec<f64>,
    pub(super) read: Vec<S>,
    /// Where the present value and the month go.
    pub(super) into: [usize; 2],
}

impl Study<Source> {
    fn of(switch: &Switch<Operand>, places: &[Source], into: [usize; 2]) -> Self {
        let (mut known, mut read) = (Vec::new(), Vec::new());
        let switch = switch.map(|operand| match place(places, operand) {
            Source::Known(value) => (true, among(&mut known, value)),
            source => (false, among(&mut read, source)),
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

/// Instructions that make outputs from columns.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) instructions: Vec<Instruction>,
    pub(super) studies: Vec<Study<Source>>,
    pub(super) registers: usize,
    pub(super) outputs: Vec<Source>,
}

impl Program {
    /// The instructions that the outputs and the studies need; a register is taken again once nothing reads it any more.
    pub(super) fn of(recording: Recording, outputs: &[Output], studies: &[Switch<Operand>]) -> Self {
        let entries = recording.into_entries();
        let mut wanted: Vec<Operand> = Vec::new();
        for output in outputs {
            if let Output::Value(operand) = output {
                wanted.push(*operand);
            }
        }
        for switch in studies {
            let _ = switch.map(|operand| wanted.push(operand));
        }
        let reads = Reads::of(&entries, &wanted);
        let mut program =
            Self { instructions: Vec::new(), studies: Vec::new(), registers: 0, outputs: Vec::new() };
        let mut free: Vec<usize> = Vec::new();
        let mut places: Vec<Source> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            if let (Operation::Column, [Operand::Known(number), ..]) = (entry.operation, entry.operands) {
                places.push(Source::Column(number as usize));
                continue;
            }
            if !reads.is_carried_out(at) {
                places.push(Source::Known(f64::NAN));
                continue;
            }
            let into = free.pop().unwrap_or_else(|| program.new_register());
            let (operation, operands) = reads.carried_out(&entries, entry);
            let from = operands.map(|operand| place(&places, operand));
            places.push(Source::Register(into));
            program.instructions.push(Instruction { operation, from, into });
            // What is read here for the last time is free from the next instruction on.
            for (index, operand) in operands.iter().enumerate() {
                let first = operands.iter().position(|other| other == operand);
                if let Operand::Entry(read) = operand
                    && first == Some(index)
                    && reads.last(*read) == Some(at)
                    && let Some(Source::Register(register)) = places.get(*read)
                {
                    free.push(*register);
                }
            }
        }
        for switch in studies {
            let into = [program.new_register(), program.new_register()];
            program.studies.push(Study::of(switch, &places, into));
        }
        let of_study =
            |study: usize| program.studies.get(study).map(|study| study.into.map(Source::Register));
        let nothing = [Source::Known(f64::NAN); 2];
        let outputs = outputs.iter().map(|output| match *output {
            Output::Value(operand) => place(&places, operand),
            Output::Npv(study) => of_study(study).unwrap_or(nothing)[0],
            Output::PaybackMonth(study) => of_study(study).unwrap_or(nothing)[1],
        });
        program.outputs = outputs.collect();
        program
    }

    fn new_register(&mut self) -> usize {
        let register = self.registers;
        self.registers = self.registers.saturating_add(1);
        register
    }

    /// The columns that it reads, ascending.
    pub(super) fn columns(&self) -> Vec<usize> {
        let read = self.instructions.iter().flat_map(|instruction| instruction.from);
        let of_studies = self.studies.iter().flat_map(|study| study.read.iter().copied());
        let mut columns: Vec<usize> = read
            .chain(of_studies)
            .chain(self.outputs.iter().copied())
            .filter_map(|source| match source {
                Source::Column(column) => Some(column),
                _ => None,
            })
            .collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// The same program for one point at a time.
    pub(super) fn for_points(&self, width: usize) -> PointProgram {
        let mut slots: Vec<f64> = vec![0.0; width.saturating_add(self.registers)];
        let mut slot = |source: Source| match source {
            Source::Column(column) => column,
            Source::Register(register) => width.saturating_add(register),
            Source::Known(value) => {
                let behind = slots.get(width.saturating_add(self.registers)..).unwrap_or_default();
                let known = behind.iter().position(|known| known.to_bits() == value.to_bits());
                let known = known.unwrap_or(behind.len());
                if known == behind.len() {
                    slots.push(value);
                }
                width.saturating_add(self.registers).saturating_add(known)
            }
        };
        let short = |slot: usize| u32::try_from(slot).unwrap_or(u32::MAX);
        let instructions =
            self.instructions.iter().map(|Instruction { operation, from, into }| PointInstruction {
                operation: *operation,
                from: from.map(|source| short(slot(source))),
                into: short(width.saturating_add(*into)),
            });
        let instructions = instructions.collect();
        let studies = self.studies.iter().map(|Study { switch, known, read, into }| Study {
            switch: switch.clone(),
            known: known.clone(),
            read: read.iter().map(|source| slot(*source)).collect(),
            into: into.map(|into| slot(Source::Register(into))),
        });
        let studies = studies.collect();
        let outputs = self.outputs.iter().map(|source| slot(*source)).collect();
        PointProgram { instructions, studies, outputs, width, slots, room: Room::default() }
    }
}

/// A program that works on one point: columns, registers and known numbers in one row of slots.
#[derive(Clone, Debug)]
pub(super) struct PointProgram {
    instructions: Vec<PointInstruction>,
    studies: Vec<Study<usize>>,
    outputs: Vec<usize>,
    width: usize,
    slots: Vec<f64>,
    room: Room,
}

#[derive(Clone, Copy, Debug)]
struct PointInstruction {
    operation: Operation,
    from: [u32; OPERANDS],
    into: u32,
}

impl PointProgram {
    /// An output of the point that was played last.
    pub(super) fn output(&self, output: usize) -> f64 {
        let slot = self.outputs.get(output).and_then(|slot| self.slots.get(*slot));
        slot.copied().unwrap_or(f64::NAN)
    }
}

/// Goes through the instructions for one value of each column.
#[inline(always)]
pub(super) fn play_point(program: &mut PointProgram, point: &[f64]) {
    let PointProgram { instructions, studies, width, slots, room, .. } = program;
    slots.iter_mut().zip(point).take(*width).for_each(|(slot, value)| *slot = *value);
    for PointInstruction { operation, from: [a, b, c, d], into } in instructions {
        let read = |slot: &u32| slots.get(*slot as usize).copied().unwrap_or(f64::NAN);
        let value = match operation {
            Operation::Column => read(a),
            Operation::Add => read(a) + read(b),
            Operation::Sub => read(a) - read(b),
            Operation::Mul => read(a) * read(b),
            Operation::Over => read(a).over(read(b)),
            Operation::Ceil => Number::ceil(read(a)),
            Operation::Round => Number::round(read(a)),
            Operation::AtLeast => read(a).at_least(read(b)),
            Operation::AtMost => read(a).at_most(read(b)),
            Operation::Select => read(a).select(read(b), read(c), read(d)),
            Operation::ForceOfInterest => force_of_interest(read(a)),
            Operation::ExpM1 => exp_m1(read(a)),
            Operation::PlusProduct => read(c) + read(a) * read(b),
            Operation::LessProduct => read(c) - read(a) * read(b),
            Operation::ProductLess => read(a) * read(b) - read(c),
        };
        if let Some(place) = slots.get_mut(*into as usize) {
            *place = value;
        }
    }
    for study in studies {
        room.begin(study);
        let found = room.play::<f64, _>(study, |_, slot| slots.get(*slot).copied().unwrap_or(f64::NAN));
        for (into, value) in study.into.iter().zip(found) {
            if let Some(place) = slots.get_mut(*into) {
                *place = value;
            }
        }
    }
}

/// Who reads what.
struct Reads {
    /// The last entry that reads each; outputs are read for ever.
    last: Vec<Option<usize>>,
    /// Products that are a part of the sum that reads them.
    is_part: Vec<bool>,
}

impl Reads {
    fn of(entries: &[Entry], outputs: &[Operand]) -> Self {
        let mut last: Vec<Option<usize>> = vec![None; entries.len()];
        let mut times = vec![0_u32; entries.len()];
        let mut read = |last: &mut Vec<Option<usize>>, operand: Operand, by: usize| {
            let Operand::Entry(entry) = operand else { return };
            if let (Some(place), Some(times)) = (last.get_mut(entry), times.get_mut(entry)) {
                *place = Some(place.map_or(by, |known| known.max(by)));
                *times = times.saturating_add(1);
            }
        };
        outputs.iter().for_each(|output| read(&mut last, *output, usize::MAX));
        for (at, entry) in entries.iter().enumerate().rev() {
            if last.get(at).is_some_and(Option::is_some) {
                entry.operands.iter().for_each(|operand| read(&mut last, *operand, at));
            }
        }
        let mut reads = Self { last, is_part: vec![false; entries.len()] };
        for (at, entry) in entries.iter().enumerate() {
            let is_product = |operand: &Operand| {
                let Operand::Entry(read) = operand else { return false };
                let is_product = entries.get(*read).is_some_and(|entry| entry.operation == Operation::Mul);
                is_product && times.get(*read) == Some(&1)
            };
            let is_sum = matches!(entry.operation, Operation::Add | Operation::Sub);
            let [a, b, ..] = &entry.operands;
            let product = [b, a].into_iter().find(|operand| is_sum && is_product(operand));
            let (Some(Operand::Entry(product)), Some(Some(_))) = (product, reads.last.get(at)) else {
                continue;
            };
            if let Some(is_part) = reads.is_part.get_mut(*product) {
                *is_part = true;
            }
            // Its factors are read where the sum is.
            let factors = entries.get(*product).map(|entry| entry.operands).into_iter().flatten();
            for factor in factors {
                if let Operand::Entry(factor) = factor
                    && let Some(last) = reads.last.get_mut(factor)
                {
                    *last = (*last).max(Some(at));
                }
            }
        }
        reads
    }

    fn is_carried_out(&self, entry: usize) -> bool {
        self.last(entry).is_some() && self.is_part.get(entry) == Some(&false)
    }

    fn last(&self, entry: usize) -> Option<usize> {
        self.last.get(entry).copied().flatten()
    }

    /// What an entry does, and with what, its product included.
    fn carried_out(&self, entries: &[Entry], entry: &Entry) -> (Operation, [Operand; OPERANDS]) {
        let [a, b, _, none] = entry.operands;
        let product = |operand: Operand| match operand {
            Operand::Entry(read) if self.is_part.get(read) == Some(&true) => {
                entries.get(read).map(|entry| (entry.operands[0], entry.operands[1]))
            }
            _ => None,
        };
        match (entry.operation, product(a), product(b)) {
            (Operation::Add, _, Some((x, y))) => (Operation::PlusProduct, [x, y, a, none]),
            (Operation::Add, Some((x, y)), _) => (Operation::PlusProduct, [x, y, b, none]),
            (Operation::Sub, _, Some((x, y))) => (Operation::LessProduct, [x, y, a, none]),
            (Operation::Sub, Some((x, y)), _) => (Operation::ProductLess, [x, y, b, none]),
            (operation, ..) => (operation, entry.operands),
        }
    }
}

fn place(places: &[Source], operand: Operand) -> Source {
    match operand {
        Operand::Known(value) => Source::Known(value),
        Operand::Entry(entry) => places.get(entry).copied().unwrap_or(Source::Known(f64::NAN)),
    }
}

#[inline(always)]
pub(super) fn force_of_interest(annual: f64) -> f64 {
    annual.force_of_interest().unwrap_or(f64::NAN)
}

#[inline(always)]
pub(super) fn exp_m1(x: f64) -> f64 {
    Number::exp_m1(x).unwrap_or(f64::NAN)
}
