//! Numbers as other people write them: `2.5e-06`, `"0.0000025"`, `0`; digit by digit, through no float.

use rust_decimal::Decimal;

/// The powers of ten that a decimal of 28 digits can have a use for.
const MOST_EXPONENT: i32 = 40;

/// The number that a text is, times a power of ten; `None` for what is no number, or has more digits than are kept.
pub(super) fn decimal(text: &str, power: i32) -> Option<Decimal> {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        None => (text, 0),
        Some(at) => (text.get(..at)?, exponent(text.get(at.checked_add(1)?..)?)?),
    };
    let (negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa),
    };
    let (mut units, mut decimals, mut digits, mut has_point) = (0_i128, 0_i32, 0_u32, false);
    for byte in mantissa.bytes() {
        match byte {
            b'0'..=b'9' => {
                units = units.checked_mul(10)?.checked_add(i128::from(byte.checked_sub(b'0')?))?;
                digits = digits.checked_add(1)?;
                decimals = decimals.checked_add(i32::from(has_point))?;
            }
            b'.' if !has_point => has_point = true,
            _ => return None,
        }
    }
    (digits > 0).then_some(())?;
    let exponent = exponent.checked_add(power)?.checked_sub(decimals)?;
    scaled(if negative { units.checked_neg()? } else { units }, exponent)
}

fn exponent(text: &str) -> Option<i32> {
    let digits = text.trim_start_matches(['+', '-']);
    let is_plain = !digits.is_empty() && digits.len().checked_add(1)? >= text.len();
    (is_plain && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
    let exponent: i32 = text.parse().ok()?;
    (exponent.abs() <= MOST_EXPONENT).then_some(exponent)
}

/// `units` times ten to the power of `exponent`.
fn scaled(mut units: i128, mut exponent: i32) -> Option<Decimal> {
    while exponent < 0 && units.checked_rem(10) == Some(0) && units != 0 {
        units = units.checked_div(10)?;
        exponent = exponent.checked_add(1)?;
    }
    if units == 0 {
        return Some(Decimal::ZERO);
    }
    if exponent > 0 {
        units = units.checked_mul(10_i128.checked_pow(u32::try_from(exponent).ok()?)?)?;
        exponent = 0;
    }
    Decimal::try_from_i128_with_scale(units, exponent.unsigned_abs()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<String> {
        decimal(text, 6).map(|value| value.to_string())
    }

    #[test]
    fn numbers_of_any_form_are_read_exactly() {
        for (text, per_mtok) in [
            ("2.5e-06", "2.5"),
            ("2.5E-6", "2.5"),
            ("0.0000025", "2.5"),
            ("1e-7", "0.1"),
            ("0", "0"),
            ("0.0", "0"),
            ("-1", "-1000000"),
            ("1.1428571428571428e-06", "1.1428571428571428"),
            ("5e+0", "5000000"),
            ("0e-30", "0"),
        ] {
            assert_eq!(read(text).as_deref(), Some(per_mtok), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_or_too_long_is_none() {
        for text in [
            "", ".", "-", "+1", "1e", "e5", "1e5.5", "1e--5", "1,5", "0x10", "NaN", "1 ", "1e41", "1e-35",
            "1_0",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(decimal(&"9".repeat(40), 0), None);
    }

    proptest! {
        #[test]
        fn prop_decimals_are_read_as_they_are_printed(units in any::<i64>(), scale in 0_u32..28) {
            let value = Decimal::new(units, scale);
            prop_assert_eq!(decimal(&value.to_string(), 0), Some(value.normalize()));
            prop_assert_eq!(decimal(&format!("{value:e}"), 0), Some(value.normalize()));
        }
    }
}
