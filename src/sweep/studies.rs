//! The months of the studies of a program, after its instructions: as many rows side by side as a vector has lanes.

use super::kernel::LINE;
use super::play::{BLOCK, Columns, Line, Registers, Values, values};
use super::program::{Program, Source, Study};
use crate::comparison::{Past, Read};
use crate::number::Number;

/// Numbers side by side: an operation on them is the same operation on each.
pub(super) trait Vector: Number {
    /// How many there are, which divides a block.
    const LANES: usize;

    /// The same number in every lane.
    fn splat(value: f64) -> Self;

    /// The first of some numbers, of which there have to be enough.
    fn load(from: &[f64]) -> Option<Self>;

    /// Writes all, where there is room for them.
    fn store(self, to: &mut [f64]);
}

impl Vector for f64 {
    const LANES: usize = 1;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn load(from: &[f64]) -> Option<Self> {
        from.first().copied()
    }

    #[inline(always)]
    fn store(self, to: &mut [f64]) {
        if let Some(to) = to.first_mut() {
            *to = self;
        }
    }
}

/// A line of memory, for as many lanes as there are.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Tile([f64; LINE]);

impl Tile {
    #[inline(always)]
    fn of<V: Vector>(value: V) -> Self {
        let mut tile = Self([0.0; LINE]);
        value.store(&mut tile.0);
        tile
    }

    #[inline(always)]
    fn at<V: Vector>(all: &[Self], place: usize) -> V {
        all.get(place).and_then(|tile| V::load(&tile.0)).unwrap_or(V::splat(f64::NAN))
    }
}

/// Where a study is played: the numbers that it reads, and the months that are past of both sides.
#[derive(Clone, Debug, Default)]
pub(super) struct Room {
    slots: Vec<Tile>,
    past: [Months; 2],
}

#[derive(Clone, Debug, Default)]
struct Months(Vec<Tile>);

impl<V: Vector> Past<V> for Months {
    fn clear(&mut self) {
        self.0.clear();
    }

    #[inline(always)]
    fn push(&mut self, units: V) {
        self.0.push(Tile::of(units));
    }

    #[inline(always)]
    fn at(&self, month: usize) -> V {
        Tile::at(&self.0, month.wrapping_sub(1))
    }
}

#[derive(Clone, Copy)]
struct Slots<'r>(&'r [Tile]);

impl<V: Vector> Read<usize, V> for Slots<'_> {
    #[inline(always)]
    fn read(self, slot: &usize) -> V {
        Tile::at(self.0, *slot)
    }
}

impl Room {
    /// Makes ready for a study.
    #[inline(always)]
    pub(super) fn begin<V: Vector, S>(&mut self, study: &Study<S>) {
        self.slots.clear();
        for value in &study.known {
            self.slots.push(Tile::of(V::splat(*value)));
        }
    }

    /// Goes through the months of the study: the present value, and the month of the payback.
    #[inline(always)]
    pub(super) fn play<V: Vector, S>(&mut self, study: &Study<S>, read: impl Fn(&S) -> V) -> [V; 2] {
        let Self { slots, past: [to, from] } = self;
        slots.truncate(study.known.len());
        for source in &study.read {
            slots.push(Tile::of(read(source)));
        }
        let found = study.switch.play(Slots(slots), [to, from], V::splat(f64::NAN));
        [found.npv, found.payback_month]
    }
}

/// Goes through the months of the studies for a block of rows.
#[inline(always)]
pub(super) fn play_studies<V: Vector>(
    program: &Program,
    columns: &dyn Columns,
    registers: &mut Registers,
    room: &mut Room,
) {
    for study in &program.studies {
        // A line begins where one of memory does, and so then does all that spills from the registers: a vector in two of
        // them costs several times as much.
        let mut found = [Line::ZEROS, Line::ZEROS];
        room.begin::<V, _>(study);
        for first in (0..BLOCK).step_by(V::LANES) {
            let read = |source: &Source| match values(*source, columns, registers) {
                Values::Known(value) => V::splat(value),
                Values::Rows(rows) => rows.get(first..).and_then(V::load).unwrap_or(V::splat(f64::NAN)),
            };
            let values = room.play(study, read);
            for (line, value) in found.iter_mut().zip(values) {
                value.store(line.0.get_mut(first..).unwrap_or_default());
            }
        }
        for (register, line) in study.into.iter().zip(&found) {
            registers.set(*register, line);
        }
    }
}
