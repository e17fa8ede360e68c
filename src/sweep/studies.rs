//! The months of the studies of a program, after its instructions: as many rows side by side as a vector has lanes.

use super::play::{BLOCK, Columns, Registers, Values, values};
use super::program::{Program, Source, Study};
use super::vector::{MOST_LANES, Vector};
use crate::comparison::{Past, Read};

/// The lanes of a vector, from the beginning of a line of memory on.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Tile([f64; MOST_LANES]);

impl Tile {
    const ZEROS: Self = Self([0.0; MOST_LANES]);

    #[inline(always)]
    fn at<V: Vector>(all: &[Self], place: usize) -> V {
        all.get(place).and_then(|tile| V::load(&tile.0)).unwrap_or(V::splat(f64::NAN))
    }
}

/// Where a study is played: the numbers that differ from row to row, and the months that are past of both sides.
#[derive(Clone, Debug, Default)]
pub(super) struct Room {
    rows: Vec<Tile>,
    past: [Months; 2],
}

/// The first is no month.
#[derive(Clone, Debug, Default)]
struct Months(Vec<Tile>);

impl<V: Vector> Past<V> for Months {
    #[inline(always)]
    fn set(&mut self, month: usize, units: V) {
        if let Some(tile) = self.0.get_mut(month) {
            units.store(&mut tile.0);
        }
    }

    #[inline(always)]
    fn at(&self, month: usize) -> V {
        Tile::at(&self.0, month)
    }
}

/// The known numbers of a study, and behind them those of the rows.
#[derive(Clone, Copy)]
struct Slots<'r> {
    known: &'r [f64],
    rows: &'r [Tile],
}

impl<V: Vector> Read<usize, V> for Slots<'_> {
    #[inline(always)]
    fn read(self, slot: &usize) -> V {
        match self.known.get(*slot) {
            Some(known) => V::splat(*known),
            None => Tile::at(self.rows, slot.wrapping_sub(self.known.len())),
        }
    }
}

impl Room {
    /// Makes ready for a study.
    #[inline(always)]
    pub(super) fn begin<S>(&mut self, study: &Study<S>) {
        self.rows.resize(study.read.len(), Tile::ZEROS);
        let Study { switch, .. } = study;
        for (Months(past), looks_back) in
            self.past.iter_mut().zip([switch.to.looks_back, switch.from.looks_back])
        {
            if looks_back {
                past.resize((switch.months as usize).saturating_add(1), Tile::ZEROS);
            }
        }
    }

    /// Goes through the months of the study: the present value, and the month of the payback. `read` is told the place of
    /// what it reads.
    #[inline(always)]
    pub(super) fn play<V: Vector, S>(&mut self, study: &Study<S>, read: impl Fn(usize, &S) -> V) -> [V; 2] {
        let Self { rows, past: [to, from] } = self;
        for ((place, source), tile) in study.read.iter().enumerate().zip(rows.iter_mut()) {
            read(place, source).store(&mut tile.0);
        }
        let slots = Slots { known: &study.known, rows };
        let found = study.switch.play(slots, [to, from], V::splat(f64::NAN));
        [found.npv, found.payback_month]
    }
}

/// The sources of a study that are looked up once for a block; more of them are looked up again and again.
///
/// A line of memory begins where they do, and so then does all that spills from the registers: a vector that is in two
/// lines costs twice as much to read.
#[repr(align(64))]
struct LookedUp<'a>([Values<'a>; 16]);

/// Goes through the months of the studies for a block of rows.
#[inline(always)]
pub(super) fn play_studies<V: Vector>(
    program: &Program,
    columns: &dyn Columns,
    registers: &mut Registers,
    room: &mut Room,
) {
    for study in &program.studies {
        // They are none of those that the study reads.
        let mut found = study.into.map(|register| registers.take(register));
        room.begin(study);
        let mut looked_up = LookedUp([Values::Known(f64::NAN); 16]);
        for (values_of, source) in looked_up.0.iter_mut().zip(&study.read) {
            *values_of = values(*source, columns, registers);
        }
        for first in (0..BLOCK).step_by(V::LANES) {
            let read = |place: usize, source: &Source| {
                let known = looked_up.0.get(place).copied();
                match known.unwrap_or_else(|| values(*source, columns, registers)) {
                    Values::Known(value) => V::splat(value),
                    Values::Rows(rows) => rows.get(first..).and_then(V::load).unwrap_or(V::splat(f64::NAN)),
                }
            };
            let values = room.play(study, read);
            for (line, value) in found.iter_mut().flatten().zip(values) {
                value.store(line.0.get_mut(first..).unwrap_or_default());
            }
        }
        for (register, line) in study.into.into_iter().zip(found) {
            registers.put(register, line);
        }
    }
}
