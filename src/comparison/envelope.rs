//! Who is the cheapest at every volume, over all alternatives at once.

use super::Comparison;
use super::monthly::known;
use super::value::exact_inputs;
use crate::curve::{CostCurve, Envelope};
use crate::error::{Error, ErrorKind};
use crate::serving::LimitedBy;
use crate::workload::tokens_per_request;
use rust_decimal::Decimal;

/// Which alternatives are the cheapest at every monthly volume, at the prices of month 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheapestByVolume {
    /// The ranges of volumes, ascending, each beginning where the one before it ends; the first begins at 0.
    pub ranges: Vec<CheapestRange>,
    /// The ids of the alternatives that were compared.
    pub compared: Vec<String>,
    /// The alternatives that memory or context keep from serving any volume.
    pub left_out: Vec<LeftOut>,
    /// Workload tokens of a request: a volume over it is requests a month.
    pub tokens_per_request: Decimal,
    /// `false` where the curves have so many jumps that nothing is said of volumes past the last range.
    pub complete: bool,
}

/// A range of volumes on which the same alternatives are the cheapest: open at its beginning, closed at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheapestRange {
    /// Tokens a month above which it holds.
    pub from: Decimal,
    /// Tokens a month up to which it holds; `None` for ever.
    pub to: Option<Decimal>,
    /// The ids of those that cost the same on all of it, and less than all others; none where no alternative can serve.
    pub cheapest: Vec<String>,
}

impl CheapestRange {
    /// The least and the largest whole number of tokens in the range, the latter `None` for no end; nothing where it lies
    /// between two whole tokens.
    #[must_use]
    pub fn whole_tokens(&self) -> Option<(u64, Option<u64>)> {
        let first = u64::try_from(self.from.floor()).ok()?.checked_add(1)?;
        let last = self.to.map(|to| u64::try_from(to.floor()).unwrap_or(u64::MAX));
        last.is_none_or(|last| first <= last).then_some((first, last))
    }
}

/// An alternative that serves no volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its id.
    pub id: String,
    /// What keeps it from serving.
    pub limited_by: LimitedBy,
    /// The same in words.
    pub reason: String,
}

impl Comparison {
    /// Who is the cheapest at every volume, among all alternatives.
    ///
    /// ```
    /// use breakeven::{Catalog, Comparison, Decimal};
    ///
    /// let text = r#"
    /// schema = 1
    /// currency = "USD"
    /// prices_as_of = "2026-11-24"
    /// baseline = "api"
    /// workload = { tokens_per_month = 1_000_000_000, peak_to_average = 1, class.c = { prompt_tokens = 3, completion_tokens = 1 } }
    /// finance = { horizon_months = 12, discount_rate_annual_effective = 0 }
    /// [api.api]
    /// family = "closed_api"
    /// input_usd_per_mtok = 4
    /// output_usd_per_mtok = 4
    /// [deployment.rented]
    /// model = "llama-3.3-70b"
    /// precision = "fp8"
    /// server = "8xh100-sxm"
    /// rate = { prefill_tokens_per_second = 22_343, decode_tokens_per_second = 5_010 }
    /// hardware.rent.price_usd_per_gpu_hour = 2
    /// "#;
    /// let cheapest = Comparison::parse(text, &Catalog::builtin()?)?.envelope()?;
    /// // 8 x 2 USD x 730 hours are 11,680 USD, which 2,920 Mtok cost at 4 USD.
    /// assert_eq!(cheapest.ranges[0].to, Some(Decimal::from(2_920_000_000_u64)));
    /// assert_eq!((&cheapest.ranges[0].cheapest[0], &cheapest.ranges[1].cheapest[0]), (&"api".into(), &"rented".into()));
    /// # Ok::<(), breakeven::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::NoneFeasible`] where no alternative serves any volume; [`ErrorKind::OutOfBounds`] past the range of
    /// decimals.
    pub fn envelope(&self) -> Result<CheapestByVolume, Error> {
        let all: Vec<&str> = self.alternatives().collect();
        self.envelope_of(&all)
    }

    /// The same among some of the alternatives.
    ///
    /// # Errors
    /// As [`Comparison::envelope`], and [`ErrorKind::NotFound`] for an id there is not.
    pub fn envelope_of(&self, alternatives: &[&str]) -> Result<CheapestByVolume, Error> {
        let (mut ids, mut curves, mut left_out) = (Vec::new(), Vec::<CostCurve>::new(), Vec::new());
        for id in alternatives {
            let one = self.alternative(id)?;
            match &one.limit {
                None => {
                    ids.push(one.id.as_str());
                    curves.push(self.curve_of(&one.id)?.clone());
                }
                Some((limited_by, reason)) => left_out.push(LeftOut {
                    id: one.id.clone(),
                    limited_by: *limited_by,
                    reason: reason.clone(),
                }),
            }
        }
        if ids.is_empty() {
            let reasons: Vec<String> =
                left_out.iter().map(|one| format!("{}: {}", one.id, one.reason)).collect();
            return Err(Error::new(ErrorKind::NoneFeasible { reasons: reasons.join("; ") }));
        }
        let per_request = tokens_per_request(&exact_inputs(&self.at(0)?.inputs).classes).0;
        let Envelope { pieces, complete } = Envelope::of(&curves)?;
        let mut ranges = Vec::with_capacity(pieces.len());
        let mut end = Some(Decimal::ZERO);
        let nobody = |from, to| CheapestRange { from, to, cheapest: Vec::new() };
        for piece in pieces {
            if let Some(gap) = end.filter(|end| *end < piece.from) {
                ranges.push(nobody(gap, Some(piece.from)));
            }
            let mut all: Vec<usize> = std::iter::once(piece.cheapest).chain(piece.tied).collect();
            all.sort_unstable();
            let cheapest = all.iter().filter_map(|at| ids.get(*at)).map(|id| (*id).to_owned()).collect();
            ranges.push(CheapestRange { from: piece.from, to: piece.to, cheapest });
            end = piece.to;
        }
        if let Some(end) = end.filter(|_| complete) {
            ranges.push(nobody(end, None));
        }
        let tokens_per_request = known(per_request, "the tokens of a request")?;
        let compared = ids.into_iter().map(str::to_owned).collect();
        Ok(CheapestByVolume { ranges, compared, left_out, tokens_per_request, complete })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range_between_two_whole_tokens_has_none() {
        let range = |from: i64, to: Option<i64>| CheapestRange {
            from: Decimal::new(from, 1),
            to: to.map(|to| Decimal::new(to, 1)),
            cheapest: Vec::new(),
        };
        // open at 1.2 and 2, closed at 1.8 and 3
        assert_eq!(range(12, Some(18)).whole_tokens(), None);
        assert_eq!(range(20, Some(30)).whole_tokens(), Some((3, Some(3))));
        assert_eq!(range(12, Some(40)).whole_tokens(), Some((2, Some(4))));
        assert_eq!(range(0, None).whole_tokens(), Some((1, None)));
    }
}
