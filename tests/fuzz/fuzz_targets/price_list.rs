//! Somebody else's price list: each of its rows an offer or refused, never a panic; and every tariff prices a request.

#![no_main]

use breakeven::{Error, MachineList, PriceList, Request, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let stated = Source { document: "fuzz".to_owned(), as_of: "2026".parse().expect("a year is a date") };
    let readers: [fn(&str, &Source) -> Result<PriceList, Error>; 4] =
        [PriceList::litellm, PriceList::open_router, PriceList::models_dev, PriceList::genai_prices];
    for read in readers {
        let Ok(list) = read(text, &stated) else { continue };
        for offer in list.offers() {
            assert!(list.offer(offer.id()).is_ok(), "an offer is found by its name");
            let Ok(tariff) = offer.newest_tariff() else { continue };
            let request = Request { prompt_tokens: 300_000, cached_tokens: 7, completion_tokens: 11, ..Request::default() };
            if let Ok(cost) = tariff.cost(&request) {
                assert!(!cost.total_usd.is_sign_negative() || cost.total_usd.is_zero(), "a cost is not negative");
            }
        }
    }
    let _ = MachineList::skypilot(text);
});
