//! The percentages that the Internal Revenue Service prints.

use super::{Convention, Quarter};

/// Hundredths of a percent of the basis in each year, by the years of the recovery period.
type Percentages = [(u32, &'static [u32]); 4];

/// The percentages of a recovery period; `None` for one that has none here.
///
/// Source: IRS Publication 946, appendix A, tables A-1 to A-5 (Rev. Proc. 87-57), as eight or more transcriptions agree
/// (of 10 years, four), read 2026-11-24. The last digits of the tables of 15 and 20 years differ between copies, so those
/// are left to the formula.
pub(super) fn percentages(recovery_years: u32, convention: Convention) -> Option<&'static [u32]> {
    let table = match convention {
        Convention::HalfYear => &A1,
        Convention::MidQuarter(Quarter::First) => &A2,
        Convention::MidQuarter(Quarter::Second) => &A3,
        Convention::MidQuarter(Quarter::Third) => &A4,
        Convention::MidQuarter(Quarter::Fourth) => &A5,
    };
    table.iter().find(|(years, _)| *years == recovery_years).map(|(_, percentages)| *percentages)
}

const A1: Percentages = [
    (3, &[3333, 4445, 1481, 741]),
    (5, &[2000, 3200, 1920, 1152, 1152, 576]),
    (7, &[1429, 2449, 1749, 1249, 893, 892, 893, 446]),
    (10, &[1000, 1800, 1440, 1152, 922, 737, 655, 655, 656, 655, 328]),
];

const A2: Percentages = [
    (3, &[5833, 2778, 1235, 154]),
    (5, &[3500, 2600, 1560, 1101, 1101, 138]),
    (7, &[2500, 2143, 1531, 1093, 875, 874, 875, 109]),
    (10, &[1750, 1650, 1320, 1056, 845, 676, 655, 655, 656, 655, 82]),
];

const A3: Percentages = [
    (3, &[4167, 3889, 1414, 530]),
    (5, &[2500, 3000, 1800, 1137, 1137, 426]),
    (7, &[1785, 2347, 1676, 1197, 887, 887, 887, 334]),
    (10, &[1250, 1750, 1400, 1120, 896, 717, 655, 655, 656, 655, 246]),
];

const A4: Percentages = [
    (3, &[2500, 5000, 1667, 833]),
    (5, &[1500, 3400, 2040, 1224, 1130, 706]),
    (7, &[1071, 2551, 1822, 1302, 930, 885, 886, 553]),
    (10, &[750, 1850, 1480, 1184, 947, 758, 655, 655, 656, 655, 410]),
];

const A5: Percentages = [
    (3, &[833, 6111, 2037, 1019]),
    (5, &[500, 3800, 2280, 1368, 1094, 958]),
    (7, &[357, 2755, 1968, 1406, 1004, 873, 873, 764]),
    (10, &[250, 1950, 1560, 1248, 998, 799, 655, 655, 656, 655, 574]),
];
