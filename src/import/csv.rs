//! Lines of comma-separated values.

use std::borrow::Cow;

/// The fields of a line of CSV; a quote inside quotes is doubled.
pub(super) fn fields(line: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        if let Some(quoted) = text.strip_prefix('"') {
            let mut value = String::new();
            let mut chars = quoted.char_indices().peekable();
            let mut end = quoted.len();
            while let Some((at, c)) = chars.next() {
                match (c, chars.peek()) {
                    ('"', Some((_, '"'))) => {
                        value.push('"');
                        chars.next();
                    }
                    ('"', _) => {
                        end = at.saturating_add(1);
                        break;
                    }
                    _ => value.push(c),
                }
            }
            let after = quoted.get(end..).unwrap_or_default();
            rest = after.split_once(',').map(|(_, next)| next);
            return Some(Cow::Owned(value));
        }
        let (field, next) = text.split_once(',').map_or((text, None), |(field, next)| (field, Some(next)));
        rest = next;
        Some(Cow::Borrowed(field))
    })
}
