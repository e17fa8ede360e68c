//! Parts of a sweep on several threads.

use std::sync::{Mutex, PoisonError};

/// The most threads of a call.
pub(super) const MOST_THREADS: u64 = 1024;

/// Does every part once, on the calling thread and on as many more as are asked for and there are. Whoever is done takes
/// the next part.
pub(super) fn work_off<T: Send>(threads: u64, parts: Vec<T>, work: impl Fn(T) + Sync) {
    let more = usize::try_from(threads).unwrap_or(usize::MAX).min(parts.len()).saturating_sub(1);
    let queue = Mutex::new(parts.into_iter());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let until_none_is_left = || {
        while let Some(part) = next() {
            work(part);
        }
    };
    if more == 0 {
        return until_none_is_left();
    }
    beside(more, &until_none_is_left);
}

/// Calls a function here and on so many threads of the pool, which has as many as it has.
#[cfg(feature = "rayon")]
fn beside(more: usize, work: &(impl Fn() + Sync)) {
    rayon::in_place_scope(|scope| {
        for _ in 0..more {
            scope.spawn(|_| work());
        }
        work();
    });
}

/// Calls a function here and on so many threads of its own.
#[cfg(not(feature = "rayon"))]
fn beside(more: usize, work: &(impl Fn() + Sync)) {
    std::thread::scope(|scope| {
        for _ in 0..more {
            // A system that gives no more threads leaves more to those there are.
            if std::thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
}
