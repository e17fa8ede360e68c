//! The months of the studies of a program, after its instructions: as many rows side by side as a vector has lanes.

use super::play::{BLOCK, Line, Registers};
use super::program::{Program, Study};
use super::step::Slot;
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
struct Numbers<'r> {
    known: &'r [f64],
    rows: &'r [Tile],
}

impl<V: Vector> Read<usize, V> for Numbers<'_> {
    #[inline(always)]
    fn read(self, place: &usize) -> V {
        match self.known.get(*place) {
            Some(known) => V::splat(*known),
            None => Tile::at(self.rows, place.wrapping_sub(self.known.len())),
        }
    }
}

impl Room {
    /// Makes ready for a study.
    #[inline(always)]
    pub(super) fn begin(&mut self, study: &Study) {
        self.rows.resize(study.read.len(), Tile::ZEROS);
        for (Months(past), looks_back) in self.past.iter_mut().zip(study.switch.looks_back()) {
            if looks_back {
                past.resize((study.switch.months() as usize).saturating_add(1), Tile::ZEROS);
            }
        }
    }

    /// Goes through the months of the study: the present value, and the month of the payback.
    #[inline(always)]
    pub(super) fn play<V: Vector>(&mut self, study: &Study, read: impl Fn(Slot) -> V) -> [V; 2] {
        const { assert!(V::LANES <= MOST_LANES) };
        let Self { rows, past: [to, from] } = self;
        for (slot, tile) in study.read.iter().zip(rows.iter_mut()) {
            read(*slot).store(&mut tile.0);
        }
        let numbers = Numbers { known: &study.known, rows };
        let found = study.switch.play(numbers, [to, from], V::splat(f64::NAN));
        [found.npv, found.payback_month]
    }
}

/// Goes through the months of the studies for a block of rows.
#[inline(always)]
pub(super) fn play_studies<V: Vector>(program: &Program, registers: &mut Registers<'_>, room: &mut Room) {
    const { assert!(BLOCK.is_multiple_of(V::LANES)) };
    for study in &program.studies {
        room.begin(study);
        // A line of memory begins where these do, and so then does all that spills from the registers: a vector that is in
        // two lines costs twice as much to read.
        let mut found = [Line::ZEROS, Line::ZEROS];
        for first in (0..BLOCK).step_by(V::LANES) {
            let values: [V; 2] = room.play(study, |slot| registers.part(slot, first));
            for (line, value) in found.iter_mut().zip(values) {
                value.store(line.0.get_mut(first..).unwrap_or_default());
            }
        }
        for (slot, line) in study.into.into_iter().zip(&found) {
            registers.set(slot, &line.0);
        }
    }
}
