//! What a used server sells for, as a number or by age.

use super::reader::{Fact, Otherwise, Reader, contradiction};
use super::resolved::Place;
use super::wire_hardware::{Buy, Resale, ResalePoint};
use crate::catalog::look_up;
use crate::error::{Error, ErrorKind, FieldPath};
use crate::parameter::{Instance, Parameter, ResalePoint as Point};
use crate::quantity::{Months, Scalar};
use crate::source::Figure;
use rust_decimal::Decimal;

const ZERO: Decimal = Decimal::ZERO;

/// A number as given, or as the catalog has it.
type Value = (Option<Figure>, Option<Fact>);

/// The fraction at any age, or the points by age.
pub(super) fn resale(
    reader: &mut Reader<'_>,
    instance: &Instance,
    buy: &Buy,
) -> Result<(Decimal, Vec<Point<Decimal>>), Error> {
    let Some(written) = &buy.resale else {
        let none = Otherwise::Default(ZERO, "no resale is counted on");
        return Ok((
            reader.read(Parameter::ResaleFraction, instance, buy.resale_fraction, None, none)?,
            Vec::new(),
        ));
    };
    let place = FieldPath::new(instance.alternative.as_str()).join("hardware").join(instance.hardware);
    if buy.resale_fraction.is_some() {
        let (first, second) = ("resale".to_owned(), "resale_fraction".to_owned());
        return Err(Error::at(place, ErrorKind::Conflict { first, second }));
    }
    let written = values(reader, &place.join("resale"), written)?;
    if written.is_empty() {
        let instead = "write at least one point, such as { age_months = 36, fraction = 0.3 }".to_owned();
        return Err(Error::at(place.join("resale"), ErrorKind::Missing { instead }));
    }
    let mut points: Vec<Point<Decimal>> = Vec::new();
    for (at, (age, fraction)) in written.into_iter().enumerate() {
        let instance = Instance { index: at, ..instance.clone() };
        let mut read = |parameter: Parameter, (given, fact): Value| {
            let path = instance.path(parameter);
            reader.read_at(parameter, path, Place::Index(at), given, fact, Otherwise::Required(""))
        };
        let age = read(Parameter::ResaleAge, age)?;
        let fraction = read(Parameter::ResaleAtAge, fraction)?;
        if points.last().is_some_and(|before| before.age.0 >= age) {
            let what = format!("an age of {age} months does not ascend");
            return Err(contradiction(
                instance.path(Parameter::ResaleAge),
                what,
                "write the youngest age first",
            ));
        }
        points.push(Point { age: Months(age), fraction: Scalar(fraction) });
    }
    Ok((ZERO, points))
}

/// Age and fraction of each point.
fn values(reader: &Reader<'_>, place: &FieldPath, written: &Resale) -> Result<Vec<(Value, Value)>, Error> {
    match written {
        Resale::Points(points) => {
            let given = |&ResalePoint { age_months, fraction }: &ResalePoint| {
                ((Some(age_months), None), (Some(fraction), None))
            };
            Ok(points.iter().map(given).collect())
        }
        Resale::Id(id) => {
            let curve = look_up(&reader.catalog.resale, id, place)?;
            let fact = |figure| Fact::new(figure, curve).map(|fact| (None, Some(fact)));
            curve.points.iter().map(|point| Ok((fact(point.age_months)?, fact(point.fraction)?))).collect()
        }
    }
}
