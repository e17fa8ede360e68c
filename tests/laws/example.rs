//! What `examples/laws.rs` prints: each mistake, the law that it breaks, and a round counterexample.

#[path = "../common/program.rs"]
mod program;

#[test]
fn wrong_implementations_are_caught_at_round_inputs() {
    let ran = program::run("laws", &[], "");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let caught: Vec<&str> =
        ran.out.lines().filter(|line| line.ends_with(" is broken for")).map(str::trim).collect();
    let laws = [
        "periods_undo_the_payment",
        "future_value_solves_its_equation",
        "rate_undoes_the_payment",
        "payment_in_advance_bears_no_interest",
        "book_value_falls_from_cost_to_salvage",
        "allocation_ignores_the_order_of_weights",
        "rounding_ignores_the_sign",
        "servers_carry_the_volume_and_no_more",
    ];
    assert_eq!(caught, laws.map(|law| format!("{law} is broken for")));
    // 2 periods repay a cent without interest, in halves; the wrong sign says -2.
    has(
        &ran.out,
        &["rate = 0.0", "periods = 2", "the periods that repay the loan = -2", "which differ by -4"],
    );
    // 2 payments of a cent come to 2 cents at the end, of either sign.
    has(
        &ran.out,
        &[
            "payment = 0.01",
            "come to at the end = 0.02",
            "with the other sign = -0.02",
            "which differ by 0.04",
        ],
    );
    // 6 payments at 50 percent, an even number, have a root below -1 too.
    has(
        &ran.out,
        &["rate = 0.5", "periods = 6", "the rate that is found = -1.785", "that of the payment = 0.5"],
    );
    // A hundredth of a percent on a cent, and nothing is owed yet.
    has(&ran.out, &["rate = 0.0001", "the interest of the first payment = -0.000001"]);
    // Of 1 twice as much is written off in its only period.
    has(&ran.out, &["cost = 1.0", "life = 1", "the book value = -1"]);
    // A unit by 1 and 2: two thirds of it are more than one, whoever stands first.
    has(&ran.out, &["units = 1", "weights = [1, 2]", "what the order of the list moves = 1"]);
    // Half a cent is a cent, and below 0 nothing.
    has(&ran.out, &["value = 0.005", "the negative, rounded = 0\n", "the negative of the rounded = -0.01"]);
    // A server that is full is enough.
    has(&ran.out, &["volume = 1", "capacity = 1", "what one fewer carries, unless there is one = 1"]);
}

fn has(out: &str, words: &[&str]) {
    let mut rest = out;
    for word in words {
        let at = rest.find(word).unwrap_or_else(|| panic!("`{word}` is not in its place in\n{out}"));
        rest = &rest[at..];
    }
}
