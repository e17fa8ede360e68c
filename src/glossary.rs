//! The words, one meaning each: in names, docs, keys and messages.
//!
//! | word | meaning |
//! |---|---|
//! | workload | what has to be served, whoever serves it: request classes, volume, load shape, growth |
//! | request class | a share of the requests, with its prompt, the reusable part of it, and its visible completion |
//! | volume | workload tokens a month: prompt and visible completion, counted by the workload's reference tokenizer; the same for every alternative |
//! | alternative | one way to serve the workload, of a family: closed API, hosted open weights, dedicated endpoint, rented, owned |
//! | baseline | the alternative that is used today |
//! | token profile | what makes an alternative's token counts differ: prompt ratio, completion ratio, reasoning tokens, attempts, cache hits |
//! | API offer | a dated price sheet |
//! | tariff | the prices of an offer on a date, as one request is billed by them |
//! | tier of service | a sheet beside the standard one: batch, flex, priority |
//! | usage log | requests with their times, of which a workload and a bill are made |
//! | uplift | what all prices are multiplied with where a request is bound to a region or to terms |
//! | deployment | a model at a precision, on replicas, on servers, acquired somehow, in a facility, run by people |
//! | replica | the accelerators that hold one copy of the weights; a serving rate is per replica |
//! | step | the smallest amount of hardware that adds capacity: a server, part of one, or several |
//! | spare | a step kept idle against failure |
//! | hybrid | a base load of one's own with overflow to an API: what the steps do not carry in an hour spills over |
//! | routed | a share of the requests to each of several alternatives |
//! | volume tier | a price that holds above a monthly volume: graduated for the tokens above it, or for all units |
//! | commitment | spend that is paid whether it is used or not |
//! | provisioned unit | throughput of an API that is paid for by the month |
//! | cost curve | monthly cost as an exact function of volume: fixed, per token, staircases, tiers, minimums, the cheaper of modes |
//! | minor unit | the smallest unit of a currency, such as a cent: where money is rounded when it is paid, and what is allocated whole |
//! | ledger | month by month, line by line: the cash that moves over the study period |
//! | switching plan | one alternative until a month, then another: what each month of the move comes to |
//! | lead time | months between an order, or a decision, and the month that it serves from |
//! | ramp | the share of the volume that has moved in each of the first months |
//! | successor | what takes the place of a model or a price at a dated event |
//! | existing commitment | what is owed for the baseline whether it is used or not |
//! | credit | money of a provider that pays its bills until it is used up or expires |
//! | refresh | work that comes back every so many months |
//! | cash trough | the most that has been paid more than by the baseline, at any instant |
//! | non-cancellable | what is paid even if an alternative is given up as soon as it has begun |
//! | break-even | where one curve is below another: a set of intervals |
//! | study period, horizon | the months that are compared |
//! | capital recovery factor | the level monthly payment that repays 1 over the study: m / (1 - (1 + m)^-n) |
//! | discount rate | what money costs, an effective rate a year; a discount factor is its power |
//! | effective rate, nominal rate | an annual rate with its compounding in it, and one that is a period's rate times the periods |
//! | real rate | an annual rate without inflation, by Fisher: (1 + rate) / (1 + inflation) - 1 |
//! | annuity | level payments; ordinary at the ends of periods, in arrears, and due at the starts, in advance |
//! | internal rate of return | a rate at which flows are worth nothing: there may be none, one or several |
//! | equivalent annual cost | the level yearly payment with the present value of costs: compares assets of unequal lives |
//! | WACC | weighted average cost of capital: of equity, and of debt after tax |
//! | net advantage to leasing | what buying costs less what leasing costs, both after tax and at the after-tax cost of debt |
//! | useful life | months until hardware is replaced |
//! | resale | what used hardware sells for on the market; never the salvage value of the books |
//! | salvage value | what an asset will be worth in the books at the end of its life: an estimate for depreciation, never a price |
//! | book value | cost less what has been written off; of tax, by the law's schedule |
//! | depreciation | what is written off in a period: no cash, but taken off taxable income |
//! | finance lease | hardware that a lessor buys and that becomes one's own at the end of its payments; tax takes the lessee for the owner |
//! | operating lease | hardware that is paid for by the month for a term and given back; tax takes every payment off |
//! | landed cost | price with tax, freight, installation and network |
//! | PUE | power usage effectiveness: facility power over IT power |
//! | utilization | share of the hours in which steps are busy: an output |
//! | peak-to-average | load of the peak hour over the average hour |
//! | hourly load | the load of each hour of the day, of which only the share counts |
//! | peak-hour load fraction | share of the capacity that the peak hour may use: queueing headroom |
//! | acceptance | the share of an alternative's attempts whose answer is accepted |
//! | failure | a request for which no attempt brings an accepted answer |
//! | rework | doing over by other means what failed |
//! | escalation | asking a dearer model for what failed |
//! | fine-tuning | training a model further on data of one's own: all weights, or adapters beside them (LoRA; QLoRA with 4-bit weights) |
//! | regime | what decides against an API: fixed cost where it is dear, marginal cost where it is cheap |
//! | marginal cost | what a Mtok more costs where every step is full |
//! | allocation basis, usage basis | a cost per Mtok with idle time paid, and for busy time alone |
//! | root | a value of a number at which two alternatives cost the same, or change places with a jump |
//! | levelized cost | present value of all costs over present value of all tokens |
//! | equivalent monthly cost | the level monthly payment with the present value of the study's costs |
//! | payback | when the cumulative cost is no more than the baseline's; discounted, when its worth today is no more |
//! | crossing | a month in which the lead over the baseline, discounted, changes hands |
//! | envelope | who is the cheapest at every volume |
//! | requirement | what an alternative has to satisfy before its cost counts |
//! | eligible, conditional, ineligible | meets the requirements, does on a condition or as far as is known, does not |
//! | price of a requirement | what the answer costs more than a cheaper alternative that the requirement rules out |
//! | licence | the conditions of open weights, or of a service, read against who uses it |
//! | user | who sends a known number of tokens a month: a developer, a seat; a volume may be so many of them |
//! | range | the lowest and the highest that a value may be, with the base that the answer is calculated with |
//! | corner | every ranged value at one of its ends |
//! | flip | a value at which another alternative is the cheapest |
//! | price path | what the prices of APIs do over the study: a constant fraction a month |
//! | sweep | the same question over many points, in binary floats |
//! | axis | a number of the model, or several that move together, and the values that it takes |
//! | point | one value of each axis, or one row of a table |
//! | metric | what is asked at every point |
//! | sink | what takes in the values of a metric: a summary, a histogram, quantiles |
