//! An offer as the requests of a month are billed: its tiers of service, its regions, its hours, and what is announced.
//!
//! The month has 750 Mtok of prompts and 250 Mtok of completions.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use breakeven::{Answer, Catalog, Comparison, Error, ErrorKind, WarningCode};

fn scenario(workload: &str, api: &str) -> String {
    format!(
        "schema = 1\ncurrency = \"USD\"\nprices_as_of = \"2026-11-26\"\nbaseline = \"one\"\n\
         [workload]\ntokens_per_month = 1_000_000_000\n{workload}\n\
         [workload.class.c]\nprompt_tokens = 3\ncompletion_tokens = 1\n\
         [finance]\nhorizon_months = 12\ndiscount_rate_annual_effective = 0\n\
         [api.one]\n{api}\n"
    )
}

fn answer(workload: &str, api: &str) -> Result<Answer, Error> {
    Comparison::parse(&scenario(workload, api), &Catalog::builtin()?)?.answer()
}

fn monthly(workload: &str, api: &str) -> String {
    let answer = answer(workload, api).unwrap();
    answer.alternatives[0].monthly.as_ref().unwrap().cost.amount().normalize().to_string()
}

const FLAT: &str = "peak_to_average = 1";

#[test]
fn month_is_billed_at_the_tier_of_service_that_is_asked_for() {
    let of = |terms: &str| monthly(FLAT, &format!("offer = \"google/gemini-3.8-flash\"\n{terms}"));
    // 750 x 0.75 + 250 x 3.75
    assert_eq!(of(""), "1500");
    assert_eq!(of("service_tier = \"standard\""), "1500");
    // 750 x 0.375 + 250 x 1.875, and 750 x 1.35 + 250 x 6.75
    assert_eq!(of("service_tier = \"flex\""), "750");
    assert_eq!(of("service_tier = \"priority\""), "2700");
    // Half of the immediate prices, whatever may wait.
    assert_eq!(of("service_tier = \"batch\""), "750");
}

#[test]
fn region_multiplies_all_prices() {
    let of = |terms: &str| monthly(FLAT, &format!("offer = \"openai/gpt-5.4\"\n{terms}"));
    // 750 x 2.5 + 250 x 15, and 10% more
    assert_eq!(of(""), "5625");
    assert_eq!(of("uplifts = [\"eu\"]"), "6187.5");
}

#[test]
fn prices_of_hours_are_averaged_over_the_load() {
    let of = |workload: &str| monthly(workload, "offer = \"deepseek/deepseek-v4-pro\"");
    // Dear (1.32 and 3.96) from 01:00 to 04:00 and from 06:00 to 10:00 on weekdays, half of it else:
    // 1,980 x 35/168 + 990 x 133/168
    assert_eq!(of(FLAT), "1196.25");
    // All of it at 07:00 in UTC: 1,980 x 5/7 + 990 x 2/7 = 1,697.142857...
    let hour = |at: usize| {
        let load: Vec<&str> = (0..24).map(|hour| if hour == at { "1" } else { "0" }).collect();
        format!("hourly_load = [{}]", load.join(", "))
    };
    assert_eq!(&of(&hour(7))[..13], "1697.14285714");
    assert_eq!(&of(&format!("{}\nhourly_load_utc_offset_hours = 8", hour(15)))[..13], "1697.14285714");
    assert_eq!(of(&hour(15)), "990");
    assert_eq!(of(&format!("{}\nhourly_load_utc_offset_hours = -5", hour(18))), "990");
    // 05:00 to 06:00 in India is 23:30 to 00:30 in UTC, and 06:00 to 07:00 is 00:30 to 01:30: half of it dear on five days
    // of seven. 990 x (1 + 0.5 x 5/7)
    assert_eq!(of(&format!("{}\nhourly_load_utc_offset_hours = 5.5", hour(5))), "990");
    assert_eq!(&of(&format!("{}\nhourly_load_utc_offset_hours = 5.5", hour(6)))[..13], "1343.57142857");
}

#[test]
fn where_a_price_is_from_says_how_it_was_made() {
    let answer = answer(FLAT, "offer = \"deepseek/deepseek-v4-pro\"").unwrap();
    let of = answer.provenance.iter().find(|one| one.path.as_str() == "api.one.input_usd_per_mtok").unwrap();
    assert_eq!(of.value, "0.7975");
    let source = of.source.as_deref().unwrap();
    assert!(source.ends_with("; 79.2% of the load at its prices of other hours"), "{source}");
}

#[test]
fn terms_that_an_offer_does_not_have_are_refused() {
    let refused = |workload: &str, api: &str| answer(workload, api).unwrap_err().to_string();
    assert_eq!(
        refused(FLAT, "offer = \"google/gemini-3.8-flash\"\nservice_tier = \"flexi\""),
        "16:16: api.one.service_tier: no tier of service is called `flexi`; did you mean `flex`?"
    );
    assert_eq!(
        refused(FLAT, "offer = \"openai/gpt-5.4\"\nuplifts = [\"mars\"]"),
        "16:11: api.one.uplifts: no uplift is called `mars`"
    );
    let own =
        "family = \"closed_api\"\ninput_usd_per_mtok = 1\noutput_usd_per_mtok = 2\nservice_tier = \"flex\"";
    assert!(matches!(answer(FLAT, own).unwrap_err().kind(), ErrorKind::Contradiction { .. }));
    let zone = format!("{FLAT}\nhourly_load_utc_offset_hours = 2");
    assert!(matches!(
        answer(&zone, "offer = \"openai/gpt-5.4\"").unwrap_err().kind(),
        ErrorKind::Contradiction { .. }
    ));
}

#[test]
fn announced_price_is_followed_by_the_study() {
    let study = |on: &str, more: &str| {
        let text = scenario(FLAT, &format!("offer = \"google/gemini-3.8-flash\"\n{more}"));
        let text = text.replace("2026-11-26", on);
        let answer = Comparison::parse(&text, &Catalog::builtin().unwrap()).unwrap().answer().unwrap();
        let one = &answer.alternatives[0];
        let total = one.study.as_ref().unwrap().npv;
        let said = answer.warnings.iter().find(|warning| warning.code == WarningCode::AnnouncedPrice);
        (total.amount().normalize().to_string(), said.map(|warning| warning.message.clone()))
    };
    // Twelve months from 2026-11-26; the first to begin on 2027-01-01 or later is the third, of 2027-01-26:
    // 2 x 1,500 + 10 x 3,000
    let (total, said) = study("2026-11-26", "");
    assert_eq!(total, "33000");
    let said = said.unwrap();
    assert!(said.starts_with("its prices change on 2027-01-01, as announced on 2026-09-20"), "{said}");
    // What the scenario writes is what happens: nothing here, and at half the price from the seventh month on there.
    let own = "events = [{ month = 7, price_factor = 0.5 }]";
    for (written, expected) in
        [("events = []", "18000"), (own, "13500"), ("input_usd_per_mtok = 0.75", "18000")]
    {
        let (total, said) = study("2026-11-26", written);
        assert_eq!(total, expected);
        let said = said.unwrap();
        assert!(
            said.contains("; that is not followed, but the ") && said.ends_with(" of the scenario"),
            "{said}"
        );
    }
    // From 2027 on it is the price, and nothing is announced any more.
    assert_eq!(study("2027-02-01", ""), ("36000".to_owned(), None));
}

#[test]
fn retirement_says_how_to_go_on_with_the_successor() {
    let asked = |more: &str| {
        let answer = answer(FLAT, &format!("offer = \"openai/gpt-4o\"\n{more}")).unwrap();
        let said = answer.warnings.iter().find(|warning| warning.code == WarningCode::Retirement).unwrap();
        let npv = answer.alternatives[0].study.as_ref().unwrap().npv.amount().normalize().to_string();
        (said.message.clone(), npv)
    };
    // 750 x 2.5 + 250 x 10 = 4,375 for twelve months
    let (said, npv) = asked("");
    let events = "events = [{ on = \"2027-01-14\", offer = \"openai/gpt-6-luna\" }]";
    assert!(said.ends_with(&format!("; to go on with its successor, write `{events}`")), "{said}");
    assert_eq!(npv, "52500");
    // An event that comes too late, or is another, leaves the offer dead.
    for other in ["on = \"2027-03-14\", offer = \"openai/gpt-6-luna\"", "month = 3, price_factor = 0.5"] {
        let (said, _) = asked(&format!("events = [{{ {other} }}]"));
        assert!(said.contains("; its price is used throughout; to go on"), "{said}");
    }
    // As it says: the third month, of 2027-01-26, is the first to begin after the end. GPT-6 Luna takes 0.10 and 0.50 USD:
    // 750 x 0.1 + 250 x 0.5 = 200. Two months of 4,375 and ten of 200.
    let (said, npv) = asked(events);
    assert!(said.ends_with("; what takes its place is in `events`"), "{said}");
    assert_eq!(npv, "10750");
}

#[test]
fn successor_has_the_price_of_its_day_and_what_is_announced_of_it_is_said() {
    let study = |event: &str| {
        let answer = answer(FLAT, &format!("offer = \"openai/gpt-4o\"\nevents = [{{ {event} }}]")).unwrap();
        let npv = answer.alternatives[0].study.as_ref().unwrap().npv.amount().normalize().to_string();
        let place = |warning: &&breakeven::Warning| {
            warning.path.as_ref().is_some_and(|path| path.as_str() == "api.one.events.0.offer")
        };
        (npv, answer.warnings.iter().filter(place).map(|warning| warning.code).collect::<Vec<_>>())
    };
    // From the third month on, of 2027-01-26, Gemini 3.8 Flash costs 1.50 and 7.50: 2 x 4,375 + 10 x 3,000
    assert_eq!(
        study("on = \"2027-01-14\", offer = \"google/gemini-3.8-flash\""),
        ("38750".to_owned(), vec![])
    );
    assert_eq!(study("month = 3, offer = \"google/gemini-3.8-flash\""), ("38750".to_owned(), vec![]));
    // In December it costs half of that, and that it rises is said: 4,375 + 11 x 1,500
    let early = study("month = 2, offer = \"google/gemini-3.8-flash\"");
    assert_eq!(early, ("20875".to_owned(), vec![WarningCode::AnnouncedPrice]));
    // GPT-4.1 ends on the same day.
    assert_eq!(study("month = 3, offer = \"openai/gpt-4.1\"").1, [WarningCode::Retirement]);
}

#[test]
fn request_is_in_one_region() {
    for uplifts in ["\"eu\", \"eu\"", "\"eu\", \"us\""] {
        let error = answer(FLAT, &format!("offer = \"openai/gpt-5.4\"\nuplifts = [{uplifts}]")).unwrap_err();
        assert!(
            error.to_string().ends_with("; name each once, and one region: a request is in one place"),
            "{error}"
        );
    }
}

/// The messages of announced prices, and what twelve months cost.
fn announced(catalog: &Catalog, text: &str) -> (String, Vec<String>) {
    let answer = Comparison::parse(text, catalog).unwrap().answer().unwrap();
    let npv = answer.alternatives[0].study.as_ref().unwrap().npv.amount().normalize().to_string();
    let warnings = answer.warnings.into_iter().filter(|one| one.code == WarningCode::AnnouncedPrice);
    (npv, warnings.map(|one| one.message).collect())
}

#[test]
fn announced_price_holds_at_a_tier_of_service_where_it_is_announced_for_it() {
    let catalog = Catalog::builtin().unwrap();
    let flex = |offer: &str| {
        announced(&catalog, &scenario(FLAT, &format!("offer = \"google/{offer}\"\nservice_tier = \"flex\"")))
    };
    // 750 a month, and from the third on half of the standard price of 2027, 1,500
    let (npv, said) = flex("gemini-3.7-flash");
    assert_eq!(npv, "16500");
    assert!(said[0].contains(": they are those of before times 2; the study follows it"), "{said:?}");
    // Of the newer model nobody has said what flex costs in 2027.
    let (npv, said) = flex("gemini-3.8-flash");
    assert_eq!(npv, "9000");
    assert!(
        said[0].contains(", not all that are used here by one factor: write `events` to follow it"),
        "{said:?}"
    );
}

#[test]
fn several_announced_prices_are_followed_as_far_as_each_is_one_factor() {
    let price = |from: &str, input: &str, output: &str| {
        format!(
            "[[offer.price]]\n{from}as_of = \"2026-11-0{}\"\nsource = \"the page\"\ninput_usd_per_mtok = {input}\noutput_usd_per_mtok = {output}\n",
            if from.is_empty() { 1 } else { 2 }
        )
    };
    let with = |prices: &[(&str, &str, &str)]| {
        let head = "[[offer]]\nid = \"acme/m\"\nname = \"M\"\nprovider = \"Acme\"\nfamily = \"closed_api\"\n\
                    context_window_tokens = 100_000\nsource = \"the page\"\nas_of = \"2026-11-01\"\n";
        let later = prices
            .iter()
            .map(|(day, input, output)| price(&format!("holds_from = \"{day}\"\n"), input, output));
        let book = std::iter::once(head.to_owned() + &price("", "1", "1")).chain(later).collect::<String>();
        announced(&Catalog::parse(&book).unwrap(), &scenario(FLAT, "offer = \"acme/m\""))
    };
    // 1,000 USD a month. Twice from 2026-12-10 on and three times as much from the 20th: from the second month on, of the
    // 26th. 1,000 + 11 x 6,000
    let (npv, said) = with(&[("2026-12-10", "2", "2"), ("2026-12-20", "6", "6")]);
    assert_eq!((npv.as_str(), said.len()), ("67000", 2));
    // Then only the output rises: what was followed stays, and later ones are not.
    let (npv, said) = with(&[("2026-12-10", "2", "2"), ("2027-03-01", "2", "4"), ("2027-05-01", "4", "8")]);
    assert_eq!((npv.as_str(), said.len()), ("23000", 3));
    for message in &said[1..] {
        assert!(message.ends_with("those of before are used to the end"), "{message}");
    }
    // The last month begins on 2027-10-26: what comes after it has no month.
    assert_eq!(with(&[("2027-10-27", "2", "2")]), ("12000".to_owned(), vec![]));
}

#[test]
fn successor_that_has_ended_when_it_takes_over_is_said_to_have() {
    // GPT-4.1 ends on 2027-01-14, and month 8 begins on 2027-06-26.
    let answer =
        answer(FLAT, "offer = \"openai/gpt-5.4\"\nevents = [{ month = 8, offer = \"openai/gpt-4.1\" }]")
            .unwrap();
    let said = answer.warnings.iter().find(|warning| warning.code == WarningCode::Retirement).unwrap();
    assert_eq!(
        said.message,
        "openai/gpt-4.1 retires on 2027-01-14, within the study period, before it takes over; its price is used to the end"
    );
}

#[test]
fn successor_keeps_the_proportions_of_what_the_workload_has() {
    let refused = |class: &str, from: &str, to: &str| {
        let api = format!("offer = \"{from}\"\nevents = [{{ month = 3, offer = \"{to}\" }}]");
        let text = scenario(FLAT, &api).replace("prompt_tokens = 3\ncompletion_tokens = 1", class);
        let error = Comparison::parse(&text, &Catalog::builtin().unwrap()).and_then(|it| it.answer()).err();
        error.map_or(String::new(), |error| error.to_string())
    };
    let chat = "prompt_tokens = 3000\ncompletion_tokens = 1000";
    assert_eq!(refused(chat, "openai/gpt-4o", "openai/gpt-6-luna"), "");
    let wait = format!("{chat}\nmay_wait_hours = 24");
    for (class, from, to, what) in [
        // Cached input at half of the price, and at a tenth
        (
            format!("{chat}\nreusable_prompt_tokens = 2000"),
            "openai/gpt-4o",
            "openai/gpt-6-luna",
            "cached input",
        ),
        // Half the price in batch, and 80 percent of it
        (wait, "openai/gpt-4.1", "xai/grok-4.20", "requests that wait"),
    ] {
        let said = refused(&class, from, to);
        assert!(
            said.contains(&format!("for {what} is in another proportion than today's")),
            "{class}: {said}"
        );
    }
    let long =
        refused("prompt_tokens = 300_000\ncompletion_tokens = 1000", "openai/gpt-5.5", "openai/gpt-5.5");
    assert!(long.contains("prompts past a context tier of today's sheet or of openai/gpt-5.5"), "{long}");
}
