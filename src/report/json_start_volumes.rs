//! From which volume of month 1 the whole study pays off, in JSON.

use super::json::{Text, some};
use crate::comparison::{StartVolume, StartVolumes};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct StartVolumesObject {
    /// The least volume from which it is ahead: 1 where it is at any.
    first: Option<Text>,
    is_ahead_at_first: bool,
    crossings: Vec<StartVolumeObject>,
    searched_to: Text,
    complete: bool,
}

#[derive(Serialize)]
struct StartVolumeObject {
    tokens_per_month: Text,
    is_ahead: bool,
    npv_of_switching: Text,
}

impl StartVolumesObject {
    pub(super) fn of(found: &StartVolumes) -> Self {
        let crossing = |one: &StartVolume| StartVolumeObject {
            tokens_per_month: one.tokens_per_month.into(),
            is_ahead: one.is_ahead,
            npv_of_switching: one.npv_of_switching.into(),
        };
        Self {
            first: some(found.first()),
            is_ahead_at_first: found.is_ahead_at_first,
            crossings: found.crossings.iter().map(crossing).collect(),
            searched_to: found.searched_to.into(),
            complete: found.is_complete,
        }
    }
}
