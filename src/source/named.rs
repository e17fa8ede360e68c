//! Tables whose keys are names, and values that are an id or a table.

use serde::de::{self, Deserialize, Deserializer, MapAccess};
use serde::ser::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// A table of named values, in the order of their names. A name occurs once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<T>(BTreeMap<String, T>);

impl<T> Named<T> {
    /// No values.
    #[must_use]
    pub fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds a value, or replaces the one of that name.
    pub fn insert(&mut self, name: impl Into<String>, value: T) {
        self.0.insert(name.into(), value);
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.get(name)
    }

    /// The value of a name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.0.get_mut(name)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<N: Into<String>, T> FromIterator<(N, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(values: I) -> Self {
        Self(values.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }
}

/// How the message of a repeated key begins, by which the reader knows it again.
pub(super) const TWICE: &str = "written twice: ";

/// The same for a table with too many names.
pub(super) const TOO_MANY: &str = "too many names";

/// The most names in one table.
pub(crate) const MOST_NAMES: usize = 1_000;

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of named values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<T>, A::Error> {
                let mut values = BTreeMap::new();
                while let Some(name) = map.next_key::<String>()? {
                    // A map would keep the last one and lose the first without a word.
                    if values.contains_key(&name) {
                        return Err(de::Error::custom(format_args!("{TWICE}{name}")));
                    }
                    if values.len() >= MOST_NAMES {
                        return Err(de::Error::custom(TOO_MANY));
                    }
                    values.insert(name, map.next_value()?);
                }
                Ok(Named(values))
            }
        }

        deserializer.deserialize_map(Visitor(PhantomData))
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Reads `server = "8xh100-sxm"` as `server = { id = "8xh100-sxm" }`. The type has `#[serde(remote = "Self")]`.
macro_rules! id_or_table {
    ($type:ident) => {
        id_or_table!($type, id);
    };
    ($type:ident, $id:ident) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;

                impl<'de> serde::de::Visitor<'de> for Visitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a catalog id or a table")
                    }

                    fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<$type, E> {
                        Ok($type::from_id(id))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<$type, A::Error> {
                        $type::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    }
                }

                deserializer.deserialize_any(Visitor)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $type::serialize(self, serializer)
            }
        }

        impl $type {
            /// A catalog entry as it is.
            #[must_use]
            pub fn from_id(id: impl Into<String>) -> Self {
                Self { $id: Some(id.into()), ..Self::default() }
            }
        }
    };
}

pub(crate) use id_or_table;
