//! Numbers for which a scenario may name an entry of the catalog: `electricity = "..."`, `useful_life = "..."`.

use super::reader::{Fact, Reader};
use crate::catalog::{Single, look_up, newest};
use crate::error::{Error, ErrorKind, FieldPath};
use crate::source::Figure;

/// What the catalog says on the date of the scenario, where an entry is named. Its oldest figure stands in for what was
/// not known yet on that date; the reader warns of it.
pub(super) fn listed<S: Single>(
    reader: &Reader<'_>,
    entries: &[S],
    place: &FieldPath,
    key: &str,
    id: &Option<String>,
    given: Option<Figure>,
) -> Result<Option<Fact>, Error> {
    let Some(id) = id else { return Ok(None) };
    if given.is_some() {
        let path = S::PARAMETER.entry().path;
        let (first, second) = (key.to_owned(), path.rsplit('.').next().unwrap_or(path).to_owned());
        return Err(Error::at(place.clone(), ErrorKind::Conflict { first, second }));
    }
    let entry = look_up(entries, id, &place.join(key))?;
    let dated = newest(entry.history(), reader.on).or(entry.history().first());
    dated.map(|dated| Fact::new(S::figure(dated), dated)).transpose()
}
