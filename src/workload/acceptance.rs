//! How many attempts an answer takes, and how many requests are left without one.

use crate::number::{Number, by_doubling};
use crate::parameter::Answers;

/// What an alternative does for an answer, on average.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome<N> {
    /// Attempts per answer.
    pub(crate) attempts: N,
    /// The share of the answers that no attempt brings.
    pub(crate) failures: N,
}

impl<N: Number> Outcome<N> {
    /// One attempt that is taken as it comes where nothing is said of acceptance.
    ///
    /// # Formula
    /// ```text
    /// attempts = 1 + f + f^2 + ... + f^(r-1) = (1 - f^r) / (1 - f)      failures = f^r      f = 1 - a
    /// ```
    /// a is the share of the attempts that are accepted, r the most attempts. Attempts are alike, so that one that fails says
    /// nothing of the next: where the same requests fail again and again, fewer are answered. A share below 1e-12 is none.
    pub(crate) fn of(answers: Option<&Answers<N>>) -> Self {
        let (none, one) = (N::lit(0), N::lit(1));
        let Some(answers) = answers else { return Self { attempts: one, failures: none } };
        let least = one.nth(1_000_000).nth(1_000_000);
        let kept = |share: N| share.select(least, share, none);
        let failed = kept(one - answers.acceptance.fraction.0);
        let (attempts, failures) = by_doubling(
            answers.acceptance.most_attempts.0,
            (none, one),
            |(sum, power)| (sum * (one + power), kept(power * power)),
            |(sum, power)| (sum + power, kept(power * failed)),
            |rest, below, set, unset| {
                (rest.select(below, set.0, unset.0), rest.select(below, set.1, unset.1))
            },
        );
        Self { attempts, failures }
    }

    /// The share of the requests that have an accepted answer in the end.
    pub(crate) fn answered(self, answers: Option<&Answers<N>>) -> N {
        match answers {
            Some(answers) if !answers.all_are_answered => N::lit(1) - self.failures,
            _ => N::lit(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Exact;
    use crate::parameter::Acceptance;
    use crate::quantity::{Scalar, Usd};
    use rust_decimal::Decimal;

    fn outcome(accepted: &str, attempts: u32) -> (String, String) {
        let exact = |text: &str| Exact::new(Decimal::from_str_exact(text).unwrap());
        let acceptance = Acceptance {
            fraction: Scalar(exact(accepted)),
            most_attempts: Scalar(Exact::lit(attempts)),
            verification: Usd(Exact::lit(0)),
            rework: Usd(Exact::lit(0)),
        };
        let answers = Answers { acceptance, escalation: None, all_are_answered: false };
        let Outcome { attempts, failures } = Outcome::of(Some(&answers));
        let text = |value: Exact| value.value().unwrap().normalize().to_string();
        (text(attempts), text(failures))
    }

    #[test]
    fn attempts_are_a_geometric_sum_and_failures_its_next_power() {
        let pair = |attempts: &str, failures: &str| (attempts.to_owned(), failures.to_owned());
        // 1 + 0.4 + 0.16 = 1.56, 0.4^3 = 0.064; (1 - 0.064) / 0.6 = 1.56 too
        assert_eq!(outcome("0.6", 3), pair("1.56", "0.064"));
        assert_eq!(outcome("0.6", 1), pair("1", "0.4"));
        // none is ever accepted, and every one at once
        assert_eq!(outcome("0", 100), pair("100", "1"));
        assert_eq!(outcome("1", 100), pair("1", "0"));
        // 0.01^6 is none: 1 + 0.01 + ... + 0.01^5
        assert_eq!(outcome("0.99", 100), pair("1.0101010101", "0"));
    }
}
