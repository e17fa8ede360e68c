//! SkyPilot's `vms.csv`: machines of a cloud, prices in USD an hour.

use super::csv::fields;
use super::list::{Refusal, Refused};
use super::number::decimal;
use crate::error::{Error, ErrorKind, FieldPath};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// A machine with accelerators that a cloud rents out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RentedMachine {
    /// What the cloud calls it.
    pub instance: String,
    /// The accelerator as SkyPilot calls it: `H100`, `A100-80GB`.
    pub accelerator: String,
    /// How many it has.
    pub accelerators: u32,
    /// Where.
    pub region: String,
    /// An hour of the machine, on demand; none where it is not sold so.
    pub usd_per_hour: Option<Decimal>,
    /// An hour of the machine that can be taken away.
    pub spot_usd_per_hour: Option<Decimal>,
}

/// SkyPilot's list of the machines of one cloud.
#[derive(Clone, Debug, Default)]
pub struct MachineList {
    machines: Vec<RentedMachine>,
    refused: Vec<Refused>,
}

impl RentedMachine {
    /// An hour of one accelerator, on demand: `hardware.rent.price_usd_per_gpu_hour` of a deployment. 12 decimals are kept.
    #[must_use]
    pub fn usd_per_gpu_hour(&self) -> Option<Decimal> {
        Some(self.usd_per_hour?.checked_div(self.accelerators.into())?.round_dp(12).normalize())
    }
}

const COLUMNS: [&str; 6] =
    ["instancetype", "acceleratorname", "acceleratorcount", "price", "region", "spotprice"];

impl MachineList {
    /// Reads a `vms.csv` of <https://github.com/skypilot-org/skypilot-catalog>.
    ///
    /// # Errors
    /// [`ErrorKind::Missing`] for a column. A row that is wrong, or has no accelerators, is refused.
    ///
    /// ```
    /// use breakeven::MachineList;
    ///
    /// let csv = "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo,SpotPrice\n\
    ///            gpu_8x_v100,V100,8.0,92.0,448.0,6.32,us-east-1,\"{'Gpus': []}\",\n\
    ///            cpu_4x,,,4.0,16.0,0.2,us-east-1,,\n";
    /// let list = MachineList::skypilot(csv)?;
    /// assert_eq!(list.machines()[0].usd_per_gpu_hour().map(|price| price.to_string()), Some("0.79".to_owned()));
    /// assert_eq!(list.refused()[0].row, "cpu_4x in us-east-1");
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    pub fn skypilot(text: &str) -> Result<Self, Error> {
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let header: Vec<String> =
            fields(lines.next().unwrap_or_default()).map(|name| name.trim().to_lowercase()).collect();
        let place = |name: &&str| {
            header.iter().position(|column| column == name).ok_or_else(|| {
                let instead = format!("name a column `{name}` in the first line");
                Error::at(FieldPath::new(*name), ErrorKind::Missing { instead })
            })
        };
        let places = COLUMNS.iter().map(place).collect::<Result<Vec<usize>, Error>>()?;
        let mut list = Self::default();
        for line in lines.filter(|line| !line.is_empty()) {
            let values: Vec<Cow<'_, str>> = fields(line).collect();
            let value = |column: usize| {
                places.get(column).and_then(|at| values.get(*at)).map_or("", |value| value.trim())
            };
            let row = format!("{} in {}", value(0), value(4));
            let read = if values.len() == header.len() { machine(value) } else { Err(Refusal::NoTable) };
            match read {
                Ok(machine) => list.machines.push(machine),
                Err(reason) => list.refused.push(Refused { row, reason }),
            }
        }
        Ok(list)
    }

    /// The machines, in the order of the list.
    #[must_use]
    pub fn machines(&self) -> &[RentedMachine] {
        &self.machines
    }

    /// The rows that are not taken.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }
}

fn machine<'a>(value: impl Fn(usize) -> &'a str) -> Result<RentedMachine, Refusal> {
    let number = |column: usize| match value(column) {
        "" => Ok(None),
        text => {
            let positive = decimal(text, 0).filter(|number| number.is_sign_positive());
            let key = COLUMNS.get(column).copied().unwrap_or_default().to_owned();
            positive
                .map(Some)
                .ok_or_else(|| Refusal::NoNumber { key, found: text.chars().take(60).collect() })
        }
    };
    let Some(accelerators) = number(2)?.filter(|_| !value(1).is_empty()) else {
        return Err(Refusal::OtherMode { mode: "a machine without accelerators".to_owned() });
    };
    let whole =
        u32::try_from(accelerators).ok().filter(|count| *count > 0 && Decimal::from(*count) == accelerators);
    let part =
        || Refusal::NotExpressible { key: "acceleratorcount".to_owned(), found: accelerators.to_string() };
    let machine = RentedMachine {
        instance: value(0).to_owned(),
        accelerator: value(1).to_owned(),
        accelerators: whole.ok_or_else(part)?,
        region: value(4).to_owned(),
        usd_per_hour: number(3)?,
        spot_usd_per_hour: number(5)?,
    };
    match (machine.usd_per_hour, machine.spot_usd_per_hour) {
        (None, None) => Err(Refusal::Unknown),
        _ => Ok(machine),
    }
}
