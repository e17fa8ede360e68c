//! Usage logs. Expected figures are worked out beside them.

use super::usd;
use breakeven::{
    Api, Catalog, Comparison, Error, ErrorKind, Figure, Finance, Offer, Request, RequestCost, Scenario,
    Tariff, UsageLog, Workload,
};
use std::fmt::Write as _;

fn csv(text: &str) -> UsageLog {
    let mut log = UsageLog::new();
    log.read_csv(text.as_bytes()).unwrap();
    log
}

fn jsonl(text: &str) -> UsageLog {
    let mut log = UsageLog::new();
    log.read_jsonl(text.as_bytes()).unwrap();
    log
}

fn offer(prices: &str) -> Offer {
    let text = format!(
        "[[offer]]\nid = \"a/m\"\nname = \"M\"\nprovider = \"A\"\nfamily = \"closed_api\"\ncontext_window_tokens = 1000000\nsource = \"s\"\n\
         as_of = \"2026\"\n[[offer.price]]\nas_of = \"2026\"\nsource = \"s\"\n{prices}"
    );
    Catalog::parse(&text).unwrap().offer("a/m").unwrap().clone()
}

fn tariff(prices: &str) -> Tariff {
    offer(prices).newest_tariff().unwrap()
}

fn figure(number: Option<Figure>) -> String {
    number.unwrap().to_string()
}

const PRICES: &str = "input_usd_per_mtok = 2\ncached_input_usd_per_mtok = 0.2\noutput_usd_per_mtok = 10\nbatch_price_fraction = 0.5\n\
                      context_tier = [{ above_prompt_tokens = 200000, input_usd_per_mtok = 4, output_usd_per_mtok = 15 }]\n";

/// Two days, five requests.
const LOG: &str = "timestamp,model,prompt_tokens,cached_tokens,completion_tokens,reasoning_tokens,batch,user\n\
    2026-11-02T09:10:00Z,m,1000,800,100,0,false,ann\n\
    2026-11-02T09:50:00Z,m,3000,0,300,200,false,\"bo, b\"\n\
    2026-11-02 21:00:00,m,300000,100000,1000,0,,ann\n\
    2026-11-03T09:00:00+01:00,n,2000,0,100,0,true,ann\n\
    2026-11-03T20:59:59Z,m,1000,200,200,0,False,bo\n";

#[test]
fn bill_of_a_log_is_that_of_its_requests() {
    let log = csv(LOG);
    assert_eq!((log.requests(), log.refused().count()), (5, 0));
    assert_eq!(log.models().collect::<Vec<_>>(), [("m", 4), ("n", 1)]);
    let tariff = tariff(PRICES);
    let none = Request::default();
    let requests = [
        Request { prompt_tokens: 1_000, cached_tokens: 800, completion_tokens: 100, ..none },
        Request { prompt_tokens: 3_000, completion_tokens: 300, reasoning_tokens: 200, ..none },
        Request { prompt_tokens: 300_000, cached_tokens: 100_000, completion_tokens: 1_000, ..none },
        Request { prompt_tokens: 2_000, completion_tokens: 100, service_tier: Some("batch"), ..none },
        Request { prompt_tokens: 1_000, cached_tokens: 200, completion_tokens: 200, ..none },
    ];
    let each =
        requests.iter().try_fold(RequestCost::default(), |sum, one| sum.plus(&tariff.cost(one)?)).unwrap();
    assert_eq!(log.bill(&tariff).unwrap(), each);
    // 200 x 2 + 800 x 0.2 + 100 x 10; 3,000 x 2 + 300 x 10; 300,000 x 4 + 1,000 x 15; (2,000 x 2 + 100 x 10)/2; 800 x 2 + 200 x 0.2 + 200 x 10
    assert_eq!(each.total_usd, usd("1.2317"));
}

#[test]
fn bill_at_prices_of_the_hour_takes_the_hour_of_each_request() {
    let tariff = tariff(
        "input_usd_per_mtok = 2\noutput_usd_per_mtok = 10\nservice_tier.batch = { input_usd_per_mtok = 2 }\n\
         time_of_day = [{ windows = [{ weekdays = [1], hours_utc = [\"21:00-24:00\"] }], prices = { input_usd_per_mtok = 1 } }]",
    );
    // Only the request of 300,000 tokens is on Monday evening: 7,000 x 2 + 300,000 x 1 + 1,700 x 10
    assert_eq!(csv(LOG).bill(&tariff).unwrap().total_usd, usd("0.331"));
}

#[test]
fn bill_that_the_sums_cannot_say_is_an_error() {
    let odd = tariff(
        "input_usd_per_mtok = 2\noutput_usd_per_mtok = 10\nservice_tier.batch = {}\n\
        context_tier = [{ above_prompt_tokens = 64000, input_usd_per_mtok = 4, output_usd_per_mtok = 15 }]",
    );
    let message = "bill: the sheet has other prices above 64000 tokens, where the log is not split; price the requests one by one with a `Tariff`";
    assert_eq!(csv(LOG).bill(&odd).unwrap_err().to_string(), message);
    let no_batch = tariff("input_usd_per_mtok = 2\noutput_usd_per_mtok = 10");
    assert!(matches!(csv(LOG).bill(&no_batch).unwrap_err().kind(), ErrorKind::NotFound { .. }));
}

#[test]
fn workload_of_a_log_has_its_classes_hours_and_volume() {
    let workload = csv(LOG).workload().unwrap();
    // From Monday 09:00 to Tuesday 20:59 are 36 hours; 307,000 tokens of prompts and 1,500 of visible answers: 308,500 x 730 / 36
    assert_eq!(figure(workload.tokens_per_month), "6255694");
    let class = |name: &str| workload.class.get(name).unwrap();
    assert_eq!(
        workload.class.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        ["above_272000_tokens", "batch_short", "short"]
    );
    assert_eq!(figure(class("short").share), "0.6");
    // 5,000 / 3, 1,000 / 3, (600 - 200) / 3
    assert_eq!(figure(class("short").prompt_tokens), "1666.666667");
    assert_eq!(figure(class("short").reusable_prompt_tokens), "333.333333");
    assert_eq!(figure(class("short").completion_tokens), "133.333333");
    assert_eq!(figure(class("batch_short").may_wait_hours), "24");
    // 09:00 has 1,100 + 3,100; 21:00 the most; 20:00 1,200; 08:00 2,100 (09:00 an hour east)
    let load: Vec<String> = workload.hourly_load.unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(load[21], "1000000");
    assert_eq!(load[8], "6976.744186");
    assert_eq!(load[0], "0");
    // 301,000 in the busiest hour of 36
    assert_eq!(csv(LOG).peak_to_average().unwrap().unwrap().to_string(), "35.124797");
    let profile = csv(LOG).token_profile().unwrap();
    assert_eq!(
        (figure(profile.reasoning_tokens), figure(profile.cache_hit_fraction)),
        ("40".to_owned(), "1".to_owned())
    );
}

#[test]
fn growth_is_told_from_two_halves() {
    // A request a day for 60 days, of 1,000 tokens, and of 1,210 in the later half: 720 hours, so 1.21^(730/720) - 1
    let mut log = String::from("timestamp,model,prompt_tokens,completion_tokens\n");
    for day in 0..60 {
        let (tokens, second) = (if day < 30 { 1_000 } else { 1_210 }, 1_793_491_200 + day * 86_400);
        writeln!(log, "{second},m,{tokens},0\n{},m,0,0", second + 86_399).unwrap();
    }
    let workload = csv(&log).workload().unwrap();
    assert_eq!(figure(workload.growth_fraction_per_month), "0.2132");
    // The later half alone: 30 x 1,210 x 730 / 720
    assert_eq!(figure(workload.tokens_per_month), "36804");
}

#[test]
fn workload_of_a_log_is_one_that_a_scenario_takes() {
    let workload: Workload = csv(LOG).workload().unwrap();
    let mut scenario = Scenario::new("2026-11-24", "dear", workload, Finance::new(12, 0));
    let mut dear = Api::priced("closed_api", 2, 10);
    dear.tokens = Some(csv(LOG).token_profile().unwrap());
    scenario.api.insert("dear", dear);
    scenario.api.insert("cheap", Api::priced("closed_api", 1, 12));
    let written = scenario.to_toml().unwrap();
    assert_eq!(Scenario::parse(&written).unwrap(), scenario);
    let comparison = Comparison::parse(&written, &Catalog::builtin().unwrap()).unwrap();
    let pair = comparison.break_even("cheap", "dear").unwrap();
    // 307,000 prompt tokens a dollar cheaper, 1,700 with reasoning two dollars dearer: cheaper from the first token on.
    assert_eq!(pair.break_even.first_volume, Some(1));
}

#[test]
fn lines_of_json_and_spend_logs_of_litellm_are_read() {
    let log = jsonl(concat!(
        r#"{"timestamp": "2026-11-02T09:10:00Z", "model": "m", "prompt_tokens": 1000, "cached_tokens": 800, "completion_tokens": 100, "user": "ann"}"#,
        "\n\n",
        r#"{"request_id": "r-1", "startTime": "2026-11-02T09:12:00.250Z", "model": "m", "prompt_tokens": 1000, "completion_tokens": 100, "spend": 0.01,
            "metadata": {"usage_object": {"prompt_tokens_details": {"cached_tokens": 300}, "cache_creation_input_tokens": 200, "completion_tokens_details": {"reasoning_tokens": 40}}}}"#
    ).replace("            ", "").replace(",\n\"meta", ",\"meta").as_str());
    assert_eq!((log.requests(), log.refused().count()), (2, 0));
    let cost = log.bill(&tariff("input_usd_per_mtok = 2\ncached_input_usd_per_mtok = 1\ncache_write_usd_per_mtok = 3\noutput_usd_per_mtok = 10\nreasoning_usd_per_mtok = 7")).unwrap();
    // 700 x 2, 1,100 x 1, 200 x 3, 160 x 10, 40 x 7
    assert_eq!(cost.input_usd, usd("0.0014"));
    assert_eq!(cost.cached_input_usd, usd("0.0011"));
    assert_eq!(cost.cache_write_usd, usd("0.0006"));
    assert_eq!(cost.output_usd, usd("0.0016"));
    assert_eq!(cost.reasoning_usd, usd("0.00028"));
}

const OPENAI: &str = r#"{ "object": "page", "data": [
  { "object": "bucket", "start_time": 1793491200, "end_time": 1793577600, "results": [
    { "object": "organization.usage.completions.result", "input_tokens": 100000, "output_tokens": 5000, "input_cached_tokens": 40000,
      "num_model_requests": 50, "project_id": null, "model": "m", "batch": false },
    { "input_tokens": 20000, "output_tokens": 1000, "input_cached_tokens": 0, "num_model_requests": 50, "model": "n", "batch": true } ] },
  { "start_time": 1793577600, "end_time": 1793664000, "results": [] } ], "has_more": false }"#;

#[test]
fn usage_of_openai_is_read_as_sums() {
    let mut log = UsageLog::new();
    log.read_openai_usage(OPENAI.as_bytes()).unwrap();
    assert_eq!(log.requests(), 100);
    let workload = log.workload().unwrap();
    assert_eq!(figure(workload.class.get("short").unwrap().prompt_tokens), "2000");
    assert_eq!(figure(workload.class.get("batch_short").unwrap().completion_tokens), "20");
    // Days say nothing of hours. 126,000 tokens in the 24 hours of the first day: x 730 / 24
    assert!(workload.hourly_load.is_none() && workload.peak_to_average.is_none());
    assert_eq!(figure(workload.tokens_per_month), "3832500");
    let plain = tariff(
        "input_usd_per_mtok = 2\ncached_input_usd_per_mtok = 0.2\noutput_usd_per_mtok = 10\nbatch_price_fraction = 0.5",
    );
    // 60,000 x 2 + 40,000 x 0.2 + 5,000 x 10 + (20,000 x 2 + 1,000 x 10) / 2
    assert_eq!(log.bill(&plain).unwrap().total_usd, usd("0.203"));
    let message = "bill: the sheet has other prices above 200000 tokens, and the log is of sums; read a log of single requests";
    assert_eq!(log.bill(&tariff(PRICES)).unwrap_err().to_string(), message);
}

#[test]
fn usage_of_anthropic_counts_the_cache_beside_the_prompt_and_no_requests() {
    let report = r#"{ "data": [ { "starting_at": "2026-11-02T00:00:00Z", "ending_at": "2026-11-03T00:00:00Z", "results": [
        { "uncached_input_tokens": 1000, "cache_read_input_tokens": 7000, "cache_creation": { "ephemeral_5m_input_tokens": 1500, "ephemeral_1h_input_tokens": 500 },
          "output_tokens": 300, "model": "m", "service_tier": "standard", "context_window": "0-200k", "server_tool_use": { "web_search_requests": 1 } } ] } ] }"#;
    let mut log = UsageLog::new();
    log.read_anthropic_usage(report.as_bytes()).unwrap();
    let sheet = tariff(
        "input_usd_per_mtok = 2\ncached_input_usd_per_mtok = 0.2\ncache_write_usd_per_mtok = 2.5\ncache_write_1h_usd_per_mtok = 4\noutput_usd_per_mtok = 10",
    );
    // 1,000 x 2 + 7,000 x 0.2 + 1,500 x 2.5 + 500 x 4 + 300 x 10
    assert_eq!(log.bill(&sheet).unwrap().total_usd, usd("0.01215"));
    let message = "usage: missing; say how many requests there were with `assume_requests`: the report does not count them";
    assert_eq!(log.workload().unwrap_err().to_string(), message);
    log.assume_requests(10);
    assert_eq!(figure(log.workload().unwrap().class.get("short").unwrap().prompt_tokens), "1000");
}

#[test]
fn lines_that_are_no_requests_are_refused_and_counted() {
    let text = "timestamp,model,prompt_tokens,cached_tokens,completion_tokens\n\
        soon,m,1,0,1\n2026-11-02T09:10:00Z,m,-1,0,1\n2026-11-02T09:10:00Z,m,1,2,1\n2026-11-02T09:10:00Z,m,1\n\
        2026-11-02T09:10:00Z,m,,0,1\n2026-11-02T09:10:00Z,m,10.0,0,1\n";
    let log = csv(text);
    let said: Vec<String> =
        log.refused().first().iter().map(|one| format!("{} {}", one.line, one.reason)).collect();
    assert_eq!(
        said,
        [
            "2 timestamp: `soon`, expected a time such as 2026-11-26T09:30:00Z",
            "3 prompt_tokens: `-1`, expected a whole number of tokens from 0",
            "4 cached_tokens: they are more than `prompt_tokens`, which includes them; count tokens as OpenAI does: the prompt includes the cache, the completion reasoning",
            "5 3 fields, expected 5 as in the first line",
            "6 prompt_tokens: nothing, expected a whole number of tokens from 0",
        ]
    );
    assert_eq!((log.requests(), log.refused().count()), (1, 5));
    assert_eq!(jsonl("{\"timestamp\": 1793491200}\nnull\n").refused().count(), 2);
}

#[test]
fn columns_that_are_misspelled_are_an_error_and_others_are_named() {
    let read = |header: &str| {
        let mut log = UsageLog::new();
        log.read_csv(header.as_bytes()).map(|()| log)
    };
    let message = |header| read(header).unwrap_err().to_string();
    assert_eq!(
        message("timestamp,model,prompt_tokens,cached_token,completion_tokens\n"),
        "cached_token: unknown key; did you mean `cached_tokens`?"
    );
    assert_eq!(
        message("timestamp,model,promt_tokens,completion_tokens\n"),
        "promt_tokens: unknown key; did you mean `prompt_tokens`?"
    );
    let log = read("timestamp,model,model_id,Prompt_tokens,prompt_token,batch_id,reasoning_cost,completion_tokens,user\n").unwrap();
    assert_eq!(
        log.ignored_columns().collect::<Vec<_>>(),
        ["model_id", "prompt_token", "batch_id", "reasoning_cost", "user"]
    );
}

#[test]
fn lines_of_json_that_are_wrong_say_what_and_tables_of_floats_are_read() {
    let line = |fields: &str| format!("{{\"timestamp\": 1793491200, \"model\": \"m\", {fields}}}\n");
    let log = jsonl(&line("\"prompt_tokens\": 10.0, \"cached_tokens\": null, \"completion_tokens\": 1.0"));
    assert_eq!((log.requests(), log.tokens(), log.refused().count()), (1, usd("11"), 0));
    let named = jsonl(&line("\"prompt_tokens\": 1, \"completion_tokens\": 1, \"service_tier\": \"default\""));
    assert!(named.bill(&tariff("input_usd_per_mtok = 2\noutput_usd_per_mtok = 10")).is_ok());
    let refused = |text: &str| jsonl(text).refused().first()[0].reason.to_string();
    for (text, message) in [
        (
            line("\"prompt_tokens\": \"1\", \"completion_tokens\": 1"),
            "prompt_tokens: string \"1\", expected a whole number of tokens from 0",
        ),
        // What is null is not known, and no 0.
        (
            line("\"prompt_tokens\": 1, \"completion_tokens\": null"),
            "completion_tokens: missing; write `\"completion_tokens\": ...`",
        ),
        (line("\"prompt_tokens\": 1"), "completion_tokens: missing; write `\"completion_tokens\": ...`"),
        (
            "{\"timestamp\": true}".to_owned(),
            "timestamp: boolean `true`, expected a time such as 2026-11-26T09:30:00Z",
        ),
        (
            "null".to_owned(),
            "`null`, expected a request such as {\"timestamp\": \"2026-11-26T09:30:00Z\", \"model\": \"gpt-4o\", \"prompt_tokens\": 1200, \"completion_tokens\": 80}",
        ),
    ] {
        assert_eq!(refused(&text), message);
    }
}

#[test]
fn text_that_is_no_log_is_an_error() {
    let said = |result: Result<(), Error>| result.unwrap_err().to_string();
    let mut log = UsageLog::new();
    assert_eq!(
        said(log.read_csv("".as_bytes())),
        "timestamp: missing; name a column `timestamp` in the first line"
    );
    assert_eq!(
        said(log.read_csv("timestamp,model,prompt_tokens\n".as_bytes())),
        "completion_tokens: missing; name a column `completion_tokens` in the first line"
    );
    assert!(matches!(
        log.read_openai_usage("{\"data\": {}}".as_bytes()).unwrap_err().kind(),
        ErrorKind::Syntax { .. }
    ));
    assert!(matches!(log.read_openai_usage("{}".as_bytes()).unwrap_err().kind(), ErrorKind::Syntax { .. }));
    assert_eq!(
        UsageLog::new().workload().unwrap_err().to_string(),
        "usage: missing; read a log that has a request"
    );
}
