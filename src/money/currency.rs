//! Which currency an amount is in, and how many decimals its coins have.

use crate::error::{Error, ErrorKind};
use std::fmt;
use std::str::FromStr;

/// A currency by its ISO 4217 code.
///
/// The price book and the keys of a scenario are in US dollars; amounts of another currency come with conversion at a
/// stated [`super::ExchangeRate`].
///
/// ```
/// use breakeven::Currency;
///
/// assert_eq!("JPY".parse::<Currency>()?.minor_digits(), 0);
/// assert_eq!("KWD".parse::<Currency>()?.minor_digits(), 3);
/// assert_eq!("USD".parse::<Currency>()?, Currency::USD);
/// assert!("XYZ".parse::<Currency>().is_err());
/// # Ok::<(), breakeven::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: &'static str,
    minor_digits: u32,
}

/// The codes by the decimals of their minor unit, present and historic.
///
/// Source: ISO 4217 as `java.util.Currency` of Java 17 has it, read 2026-11-24. Cash practice differs where coins are no
/// longer struck (HUF), or are fifths (MGA, MRU): those have 2 here as there. Codes without a minor unit (gold, funds) are
/// no currencies of an amount and are left out.
const CODES: [(u32, &str); 4] = [
    (
        0,
        "ADP BEF BIF BYB BYR CLP DJF ESP GNF GRD ISK ITL JPY KMF KRW LUF MGF PTE PYG ROL RWF TPE TRL UGX UYI VND VUV \
         XAF XOF XPF",
    ),
    (
        2,
        "AED AFA AFN ALL AMD ANG AOA ARS ATS AUD AWG AYM AZM AZN BAM BBD BDT BGL BGN BMD BND BOB BOV BRL BSD BTN BWP \
         BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CSD CUC CUP CVE CYP CZK DEM DKK DOP DZD EEK EGP ERN ETB EUR FIM \
         FJD FKP FRF GBP GEL GHC GHS GIP GMD GTQ GWP GYD HKD HNL HRK HTG HUF IDR IEP ILS INR IRR JMD KES KGS KHR KPW \
         KYD KZT LAK LBP LKR LRD LSL LTL LVL MAD MDL MGA MKD MMK MNT MOP MRO MRU MTL MUR MVR MWK MXN MXV MYR MZM MZN \
         NAD NGN NIO NLG NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB RUR SAR SBD SCR SDD SDG SEK SGD SHP SIT \
         SKK SLE SLL SOS SRD SRG SSP STD STN SVC SYP SZL THB TJS TMM TMT TOP TRY TTD TWD TZS UAH USD USN USS UYU UZS \
         VEB VED VEF VES WST XCD XCG YER YUM ZAR ZMK ZMW ZWD ZWG ZWL ZWN ZWR",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF"),
];

impl Currency {
    /// The US dollar.
    pub const USD: Self = Self { code: "USD", minor_digits: 2 };
    /// The euro.
    pub const EUR: Self = Self { code: "EUR", minor_digits: 2 };

    /// Every currency, by the decimals of its minor unit and then by its code.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.into_iter().flat_map(|(minor_digits, codes)| {
            codes.split_ascii_whitespace().map(move |code| Self { code, minor_digits })
        })
    }

    /// The ISO 4217 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.code
    }

    /// The decimals of the minor unit: 2 where a dollar has a hundred cents.
    #[must_use]
    pub fn minor_digits(self) -> u32 {
        self.minor_digits
    }
}

impl FromStr for Currency {
    type Err = Error;

    /// Reads a code of ISO 4217, in capitals.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] for any other text.
    fn from_str(code: &str) -> Result<Self, Error> {
        Self::all().find(|known| known.code == code).ok_or_else(|| {
            let capitals = code.to_ascii_uppercase();
            let suggestion = Self::all().find(|known| known.code == capitals).map(|it| it.code.to_owned());
            ErrorKind::NotFound { what: "currency", name: code.to_owned(), suggestion }.into()
        })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_currencies_are_those_of_the_table() {
        for named in [Currency::USD, Currency::EUR] {
            assert_eq!(named.code().parse::<Currency>().unwrap(), named);
        }
    }

    #[test]
    fn codes_are_three_capitals_and_stand_once() {
        let mut codes: Vec<&str> = Currency::all().map(Currency::code).collect();
        assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())));
        codes.sort_unstable();
        let all = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }

    #[test]
    fn unknown_code_is_refused_with_the_nearest() {
        let refused = |code: &str| code.parse::<Currency>().unwrap_err().to_string();
        assert_eq!(refused("usd"), "no currency is called `usd`; did you mean `USD`?");
        // gold has no minor unit
        assert_eq!(refused("XAU"), "no currency is called `XAU`");
    }
}
