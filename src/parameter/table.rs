//! The rows.

use super::Row;
use crate::quantity::{
    Hours, Months, Scalar, Tokens, TokensPerSecond, Usd, UsdPerHour, UsdPerKw, UsdPerKwh, UsdPerMtok,
    UsdPerYear, Watts,
};

macro_rules! parameters {
    ($(
        $(#[$group_doc:meta])*
        $group:ident {
            $(
                #[doc = $doc:literal]
                $field:ident $variant:ident: $quantity:ident, $path:literal, $minimum:literal..=$maximum:literal, $unit:literal;
            )*
        }
    )*) => {
        $(
            $(#[$group_doc])*
            #[derive(Clone, Copy, Debug)]
            pub(crate) struct $group<N> {
                $(#[doc = $doc] pub(crate) $field: $quantity<N>,)*
            }

            impl<N: Copy> $group<N> {
                /// The same inputs over another carrier.
                #[allow(dead_code, reason = "a group that no formula takes is never carried over")]
                pub(crate) fn map<M>(&self, f: &mut impl FnMut(Parameter, N) -> M) -> $group<M> {
                    $group { $($field: $quantity(f(Parameter::$variant, self.$field.0)),)* }
                }

                /// The value of a parameter, if this group has it.
                #[allow(dead_code, reason = "a group of which no number moves alone is never asked")]
                pub(crate) fn get_mut(&mut self, parameter: Parameter) -> Option<&mut N> {
                    match parameter {
                        $(Parameter::$variant => Some(&mut self.$field.0),)*
                        _ => None,
                    }
                }
            }
        )*

        /// A number of the model that a scenario, a flip or a sweep can name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum Parameter {
            $($(#[doc = $doc] $variant,)*)*
        }

        impl Parameter {
            /// Every row of the table, in its order.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)*)*];

            pub(crate) fn entry(self) -> Row {
                match self {
                    $($(Self::$variant => Row {
                        path: $path, minimum: $minimum, maximum: $maximum, unit: $unit, doc: $doc,
                    },)*)*
                }
            }
        }
    };
}

parameters! {
    /// What has to be served.
    Workload {
        /// Prompt and visible completion tokens of month 1, counted by the reference tokenizer.
        tokens_per_month TokensPerMonth: Tokens, "workload.tokens_per_month", "1"..="1000000000000000", "tokens a month";
        /// How much the volume grows from one month to the next.
        growth GrowthPerMonth: Scalar, "workload.growth_fraction_per_month", "-0.5"..="1", "a fraction a month";
        /// Load of the peak hour over the load of the average hour.
        peak_to_average PeakToAverage: Scalar, "workload.peak_to_average", "1"..="100", "peak hour over average hour";
        /// Hours in a month; published cases use 720, 730 and 8760/12.
        hours HoursPerMonth: Hours, "workload.hours_per_month", "1"..="744", "hours a month";
        /// Hours of a month in which the workload arrives and accelerators draw active power.
        serving_hours ServingHours: Hours, "workload.serving_hours_per_month", "1"..="744", "hours a month";
    }

    /// One class of requests.
    Class {
        /// Share of the requests that are of this class.
        share ClassShare: Scalar, "workload.class.{class}.share", "0"..="1", "a fraction of the requests";
        /// Prompt tokens of a request, the reusable ones included.
        prompt PromptTokens: Tokens, "workload.class.{class}.prompt_tokens", "0"..="10000000", "tokens per request";
        /// The part of the prompt that repeats between requests and can be cached.
        reusable ReusablePromptTokens: Tokens, "workload.class.{class}.reusable_prompt_tokens", "0"..="10000000", "tokens per request";
        /// Visible completion tokens of a request, without reasoning.
        completion CompletionTokens: Tokens, "workload.class.{class}.completion_tokens", "0"..="10000000", "tokens per request";
        /// How long the answer may wait: from 24 hours on, batch prices apply and the work fills the valleys of the load.
        may_wait MayWaitHours: Hours, "workload.class.{class}.may_wait_hours", "0"..="744", "hours";
    }

    /// The load of one hour of the day.
    HourOfDay {
        /// Load of this hour in any unit: only its share of the day counts.
        load HourlyLoad: Scalar, "workload.hourly_load.{hour}", "0"..="1000000000", "load of the hour";
    }

    /// What makes the token counts of an alternative differ from the workload's.
    Profile {
        /// Prompt tokens of this alternative per prompt token of the reference tokenizer.
        prompt_ratio PromptRatio: Scalar, "{alternative}.tokens.prompt_ratio", "0.1"..="10", "a ratio of tokens";
        /// Visible completion tokens of this alternative per one of the workload: tokenizer and verbosity.
        completion_ratio CompletionRatio: Scalar, "{alternative}.tokens.completion_ratio", "0.1"..="10", "a ratio of tokens";
        /// Reasoning tokens of a request, in this alternative's own tokens.
        reasoning ReasoningTokens: Tokens, "{alternative}.tokens.reasoning_tokens", "0"..="1000000", "tokens per request";
        /// Requests made per accepted answer.
        attempts Attempts: Scalar, "{alternative}.tokens.attempts", "1"..="100", "requests per accepted answer";
        /// Share of the reusable prompt that is found in the cache.
        cache_hit CacheHitFraction: Scalar, "{alternative}.tokens.cache_hit_fraction", "0"..="1", "a fraction of the reusable prompt";
    }

    /// How often an answer of an alternative is accepted, and what the others cost.
    Acceptance {
        /// Share of the attempts whose answer is accepted.
        fraction AcceptanceFraction: Scalar, "{alternative}.acceptance.acceptance_fraction", "0"..="1", "a fraction of the attempts";
        /// The most attempts that are made for an answer.
        most_attempts MaximumAttempts: Scalar, "{alternative}.acceptance.maximum_attempts", "1"..="100", "attempts per answer";
        /// What it costs to find out whether an answer is accepted.
        verification VerificationCost: Usd, "{alternative}.acceptance.verification_usd_per_attempt", "0"..="1000000", "USD per attempt";
        /// What an answer costs that no attempt brings.
        rework ReworkCost: Usd, "{alternative}.acceptance.rework_usd_per_failure", "0"..="1000000", "USD per failure";
    }

    /// The study.
    Finance {
        /// Length of the study period.
        horizon HorizonMonths: Months, "finance.horizon_months", "1"..="600", "months";
        /// What money costs: an effective rate a year.
        discount_rate DiscountRate: Scalar, "finance.discount_rate_annual_effective", "-0.5"..="1", "an effective fraction a year";
    }

    /// What tax takes, off unless it is given. No formula of a monthly cost has it.
    Tax {
        /// Tax on a unit of income: what a deducted cost saves.
        rate TaxRate: Scalar, "finance.tax.rate_fraction", "0"..="1", "a fraction of the income";
        /// What money costs after tax.
        discount_rate AfterTaxDiscountRate: Scalar, "finance.tax.discount_rate_annual_effective", "-0.5"..="1", "an effective fraction a year";
        /// What of a purchase is written off in its first year, beside the years of its recovery.
        bonus BonusDepreciation: Scalar, "finance.tax.bonus_fraction", "0"..="1", "a fraction of the cost";
        /// The most that section 179 lets be deducted at once in a tax year.
        limit ExpensingLimit: Usd, "finance.tax.section_179_limit_usd", "0"..="1000000000000", "USD a tax year";
        /// What may be placed in service in a tax year before that limit shrinks.
        threshold ExpensingThreshold: Usd, "finance.tax.section_179_threshold_usd", "0"..="1000000000000", "USD a tax year";
    }

    /// A loan that pays for a part of what is bought.
    Loan {
        /// Interest a year, of which a month has a twelfth.
        nominal LoanRateNominal: Scalar, "{alternative}.hardware.{hardware}.loan.rate_annual_nominal", "0"..="1", "a nominal fraction a year";
        /// Interest a year that the months compound to.
        effective LoanRateEffective: Scalar, "{alternative}.hardware.{hardware}.loan.rate_annual_effective", "0"..="1", "an effective fraction a year";
        /// Months in which it is paid back.
        term LoanTerm: Months, "{alternative}.hardware.{hardware}.loan.term_months", "1"..="600", "months";
        /// What of the purchase is paid without it.
        down_payment DownPayment: Scalar, "{alternative}.hardware.{hardware}.loan.down_payment_fraction", "0"..="1", "a fraction of the purchase";
        /// What the lender takes for paying it out.
        fee LoanFee: Scalar, "{alternative}.hardware.{hardware}.loan.fee_fraction", "0"..="1", "a fraction of the loan";
    }

    /// What borrowing costs, whoever borrows.
    Debt {
        /// What borrowed money costs before tax: leases and purchases are compared at it.
        cost CostOfDebt: Scalar, "finance.cost_of_debt_annual_effective", "0"..="1", "an effective fraction a year";
    }

    /// The price sheet of an API.
    Offer {
        /// Price of a prompt token that is not read from cache.
        input InputPrice: UsdPerMtok, "{alternative}.input_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Price of a prompt token that is read from cache.
        cached_input CachedInputPrice: UsdPerMtok, "{alternative}.cached_input_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Price of a prompt token that is written to the cache.
        cache_write CacheWritePrice: UsdPerMtok, "{alternative}.cache_write_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Price of a visible completion token.
        output OutputPrice: UsdPerMtok, "{alternative}.output_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Price of a reasoning token.
        reasoning ReasoningPrice: UsdPerMtok, "{alternative}.reasoning_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Prices of a batch request over those of an immediate one.
        batch BatchPriceFraction: Scalar, "{alternative}.batch_price_fraction", "0"..="1", "a fraction of the price";
        /// Cached input price of a batch request over that of an immediate one.
        batch_cached BatchCachedInputPriceFraction: Scalar, "{alternative}.batch_cached_input_price_fraction", "0"..="1", "a fraction of the price";
        /// The least reusable prompt that the provider caches.
        minimum_cacheable MinimumCacheableTokens: Tokens, "{alternative}.minimum_cacheable_tokens", "0"..="1000000", "tokens per request";
        /// Tokens of a month that cost nothing.
        free_tokens FreeTokens: Tokens, "{alternative}.free_tokens_per_month", "0"..="1000000000000000", "tokens a month";
        /// How much all prices of the sheet change from one month to the next; those of month 1 are today's.
        price_change PriceChangePerMonth: Scalar, "{alternative}.price_change_fraction_per_month", "-0.5"..="1", "a fraction a month";
    }

    /// What a model is trained on, whoever trains it.
    Training {
        /// Tokens of one pass over the training data.
        tokens TrainingTokens: Tokens, "fine_tuning.training_tokens", "1"..="1000000000000000", "tokens a pass";
        /// Passes over the training data.
        epochs TrainingEpochs: Scalar, "fine_tuning.epochs", "0.01"..="1000", "passes";
    }

    /// What a vendor charges for training, and for serving what it has trained.
    VendorTraining {
        /// Price of a token of each pass.
        price TrainingPrice: UsdPerMtok, "{alternative}.fine_tuning.training_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Prices of the fine-tuned model over those of the sheet.
        serving TunedPriceFraction: Scalar, "{alternative}.fine_tuning.serving_price_fraction", "0"..="100", "a fraction of the price";
        /// What it costs to keep the fine-tuned model ready, whether it is used or not.
        hosting TunedHosting: UsdPerHour, "{alternative}.fine_tuning.hosting_usd_per_hour", "0"..="100000", "USD per hour";
    }

    /// What it takes to train on accelerators.
    OwnTraining {
        /// Parameters that a token passes through.
        parameters TunedParameters: Scalar, "{alternative}.fine_tuning.active_parameters_billion", "0.001"..="100000", "billions of parameters";
        /// Arithmetic of the model that an accelerator does a second in training: its peak times its utilization.
        teraflops TrainingTeraflops: Scalar, "{alternative}.fine_tuning.teraflops_per_accelerator", "0.01"..="100000", "TFLOP/s per accelerator";
        /// Price of an accelerator while it trains.
        price TrainingHourPrice: UsdPerHour, "{alternative}.fine_tuning.price_usd_per_gpu_hour", "0"..="100000", "USD per accelerator-hour";
    }

    /// The prices of a long request: above the threshold they hold for the whole request.
    Tier {
        /// Prompt length above which these prices hold.
        above TierThreshold: Tokens, "{alternative}.context_tiers.{tier}.above_prompt_tokens", "1"..="10000000", "tokens per request";
        /// Input price of a long request.
        input TierInputPrice: UsdPerMtok, "{alternative}.context_tiers.{tier}.input_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Cached input price of a long request.
        cached_input TierCachedInputPrice: UsdPerMtok, "{alternative}.context_tiers.{tier}.cached_input_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Cache write price of a long request.
        cache_write TierCacheWritePrice: UsdPerMtok, "{alternative}.context_tiers.{tier}.cache_write_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Output price of a long request.
        output TierOutputPrice: UsdPerMtok, "{alternative}.context_tiers.{tier}.output_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Reasoning price of a long request.
        reasoning TierReasoningPrice: UsdPerMtok, "{alternative}.context_tiers.{tier}.reasoning_usd_per_mtok", "0"..="100000", "USD per Mtok";
    }

    /// The prices of a month with a larger volume.
    VolumeTier {
        /// Volume of a month above which the fraction holds.
        above VolumeTierThreshold: Tokens, "{alternative}.volume_tiers.{tier}.above_tokens_per_month", "0"..="1000000000000000", "tokens a month";
        /// All prices of the sheet above the threshold, over those that it lists.
        fraction VolumeTierPriceFraction: Scalar, "{alternative}.volume_tiers.{tier}.price_fraction", "0"..="10", "a fraction of the price";
    }

    /// What is paid whether it is used or not.
    Commitment {
        /// Spend that is committed to.
        amount CommittedSpend: Usd, "{alternative}.commitment.usd_per_month", "0"..="1000000000", "USD a month";
        /// Prices within the commitment, over those of the sheet.
        fraction CommittedPriceFraction: Scalar, "{alternative}.commitment.price_fraction", "0.01"..="1", "a fraction of the price";
        /// Prices beyond the commitment, over those of the sheet.
        overage OveragePriceFraction: Scalar, "{alternative}.commitment.overage_price_fraction", "0"..="10", "a fraction of the price";
    }

    /// Throughput that is paid for by the month.
    Provisioned {
        /// Units that are kept.
        units ProvisionedUnits: Scalar, "{alternative}.provisioned.units", "0"..="1000000", "units";
        /// Price of a unit, whether it is used or not.
        price ProvisionedPrice: Usd, "{alternative}.provisioned.usd_per_unit_month", "0"..="1000000000", "USD per unit and month";
        /// Tokens of prompts and answers, reasoning included, that a unit serves a minute.
        tokens ProvisionedTokens: Scalar, "{alternative}.provisioned.tokens_per_minute_per_unit", "1"..="1000000000000", "tokens a minute and unit";
    }

    /// How much an API serves at the peak minute.
    RateLimits {
        /// Tokens of prompts and answers, reasoning included, that are served a minute.
        tokens TokensPerMinute: Scalar, "{alternative}.limits.tokens_per_minute", "1"..="1000000000000", "tokens a minute";
        /// Requests that are served a minute.
        requests RequestsPerMinute: Scalar, "{alternative}.limits.requests_per_minute", "1"..="1000000000000", "requests a minute";
    }

    /// How many steps the load needs.
    Serving {
        /// Prompt tokens that a replica prefills a second with no decoding.
        prefill PrefillRate: TokensPerSecond, "{alternative}.rate.prefill_tokens_per_second", "0.01"..="10000000", "tokens a second and replica";
        /// Completion tokens that a replica decodes a second with no prefill.
        decode DecodeRate: TokensPerSecond, "{alternative}.rate.decode_tokens_per_second", "0.01"..="10000000", "tokens a second and replica";
        /// Prompt and completion tokens together that a replica serves a second, at the mix it was measured at.
        combined CombinedRate: TokensPerSecond, "{alternative}.rate.combined_tokens_per_second", "0.01"..="10000000", "tokens a second and replica";
        /// Copies of the weights in a step.
        replicas ReplicasPerStep: Scalar, "{alternative}.replicas_per_step", "1"..="1000", "replicas per step";
        /// Share of the capacity that the peak hour may use: queueing headroom, not utilization.
        peak_load PeakHourLoadFraction: Scalar, "{alternative}.peak_hour_load_fraction", "0.01"..="1", "a fraction of the capacity";
        /// Stated average utilization, in place of the peak and its headroom.
        utilization AverageUtilization: Scalar, "{alternative}.average_utilization", "0.0001"..="1", "a fraction of the capacity";
        /// The fewest steps kept.
        minimum_steps MinimumSteps: Scalar, "{alternative}.minimum_steps", "0"..="1000000", "steps";
        /// Steps kept idle against failure.
        spares Spares: Scalar, "{alternative}.spares", "0"..="100000", "steps";
        /// One more spare per so many steps; 0 for none.
        steps_per_spare StepsPerSpare: Scalar, "{alternative}.steps_per_spare", "0"..="1000000", "steps per spare";
    }

    /// What a step costs to have.
    Hardware {
        /// Servers in a step; below 1 where a step is part of a server.
        servers_per_step ServersPerStep: Scalar, "{alternative}.servers_per_step", "0.0001"..="10000", "servers per step";
        /// Accelerators in a step.
        accelerators AcceleratorsPerStep: Scalar, "{alternative}.accelerators_per_step", "1"..="100000", "accelerators per step";
        /// Purchase price of a server.
        price ServerPrice: Usd, "{alternative}.server.price_usd", "0"..="1000000000", "USD per server";
        /// Tax and freight as a fraction of the price.
        tax_and_freight TaxAndFreight: Scalar, "{alternative}.hardware.{hardware}.tax_and_freight_fraction", "0"..="2", "a fraction of the price";
        /// Installation of a server.
        install InstallCost: Usd, "{alternative}.hardware.{hardware}.install_usd", "0"..="1000000000", "USD per server";
        /// Network equipment for a server.
        network NetworkCost: Usd, "{alternative}.hardware.{hardware}.network_usd", "0"..="1000000000", "USD per server";
        /// Months until a server is replaced.
        life UsefulLife: Months, "{alternative}.hardware.{hardware}.useful_life_months", "1"..="600", "months";
        /// What a used server sells for, as a fraction of its price, at any age.
        resale ResaleFraction: Scalar, "{alternative}.hardware.{hardware}.resale_fraction", "0"..="3", "a fraction of the price";
        /// Cost of selling as a fraction of the resale.
        selling_cost SellingCost: Scalar, "{alternative}.hardware.{hardware}.selling_cost_fraction", "0"..="1", "a fraction of the resale";
        /// Support contract a year as a fraction of the price.
        support SupportFraction: Scalar, "{alternative}.hardware.{hardware}.support_fraction_per_year", "0"..="1", "a fraction of the price a year";
        /// Months of support that come with the price.
        support_included SupportIncluded: Months, "{alternative}.hardware.{hardware}.support_included_months", "0"..="600", "months";
        /// Insurance a year as a fraction of the price.
        insurance InsuranceFraction: Scalar, "{alternative}.hardware.{hardware}.insurance_fraction_per_year", "0"..="1", "a fraction of the price a year";
        /// What a server that is already owned would bring today, net of selling cost; what was paid for it is sunk.
        owned_value OwnedValue: Usd, "{alternative}.hardware.{hardware}.resale_value_usd", "0"..="1000000000", "USD per server";
        /// Age of a server that is already owned.
        owned_age OwnedAge: Months, "{alternative}.hardware.{hardware}.age_months", "0"..="600", "months";
        /// What of a server that is owned already is not yet written off for tax.
        owned_book OwnedTaxBook: Usd, "{alternative}.hardware.{hardware}.tax_book_value_usd", "0"..="1000000000", "USD per server";
        /// Months over which that is written off.
        owned_book_months OwnedTaxMonths: Months, "{alternative}.hardware.{hardware}.tax_book_months", "0"..="600", "months";
        /// Rent of an accelerator.
        rent RentPrice: UsdPerHour, "{alternative}.hardware.{hardware}.price_usd_per_gpu_hour", "0"..="100000", "USD per accelerator-hour";
        /// Rent of an accelerator that is let by the month.
        rent_by_month MonthlyRentPrice: Usd, "{alternative}.hardware.{hardware}.price_usd_per_gpu_month", "0"..="10000000", "USD per accelerator and month";
        /// What a commitment takes off the rent.
        rent_discount RentDiscount: Scalar, "{alternative}.hardware.{hardware}.discount_fraction", "0"..="1", "a fraction of the rent";
        /// What is paid on top of the rent and in proportion to it.
        rent_overhead RentOverhead: Scalar, "{alternative}.hardware.{hardware}.overhead_fraction", "0"..="10", "a fraction of the rent";
        /// Hours of a month in which machines rented by the hour run and are paid.
        paid_hours PaidHours: Hours, "{alternative}.hardware.{hardware}.paid_hours_per_month", "0"..="744", "hours a month";
        /// Months for which a reservation or a lease cannot be cancelled.
        term ReservationTerm: Months, "{alternative}.hardware.{hardware}.term_months", "1"..="600", "months";
        /// What a lease of a server costs a month.
        lease_payment LeasePayment: Usd, "{alternative}.hardware.{hardware}.payment_usd_per_server_month", "0"..="100000000", "USD per server and month";
        /// What a server costs that becomes one's own at the end of its lease.
        purchase_option PurchaseOption: Usd, "{alternative}.hardware.{hardware}.purchase_option_usd", "0"..="1000000000", "USD per server";
        /// What giving a server back costs at the end of its lease.
        end_fee LeaseEndFee: Usd, "{alternative}.hardware.{hardware}.end_fee_usd", "0"..="1000000000", "USD per server";
        /// Power of a server at work.
        active_power ActiveWatts: Watts, "{alternative}.server.active_watts", "0"..="10000000", "W per server";
        /// Power of a server that waits.
        idle_power IdleWatts: Watts, "{alternative}.server.idle_watts", "0"..="10000000", "W per server";
        /// Power that the facility is contracted for.
        contracted_power ContractedWatts: Watts, "{alternative}.server.contracted_watts", "0"..="10000000", "W per server";
    }

    /// A point of a resale curve by age.
    ResalePoint {
        /// Age at which a used server sells for this fraction; linear between the points, flat outside them.
        age ResaleAge: Months, "{alternative}.hardware.{hardware}.resale.{point}.age_months", "0"..="600", "months";
        /// What a used server of this age sells for, as a fraction of its price.
        fraction ResaleAtAge: Scalar, "{alternative}.hardware.{hardware}.resale.{point}.fraction", "0"..="3", "a fraction of the price";
    }

    /// Where the hardware stands.
    Site {
        /// Tariff for metered energy.
        electricity ElectricityPrice: UsdPerKwh, "{facility}.electricity_usd_per_kwh", "0"..="10", "USD per kWh";
        /// Power usage effectiveness; multiplies metered energy only.
        pue Pue: Scalar, "{facility}.pue", "1"..="3", "ratio of facility to IT power";
        /// Share of the contracted power that is billed at least.
        minimum_bill MinimumBill: Scalar, "{facility}.minimum_bill_fraction", "0"..="1", "a fraction of the contracted power";
        /// Colocation, all in or with energy metered apart.
        per_kw SiteRent: UsdPerKw, "{facility}.{site}.usd_per_kw_month", "0"..="100000", "USD per kW and month";
        /// Building a facility of one's own.
        capex SiteCapex: UsdPerKw, "{facility}.own.capex_usd_per_kw", "0"..="1000000", "USD per kW";
        /// Life of a facility of one's own.
        life SiteLife: Months, "{facility}.own.useful_life_months", "1"..="600", "months";
        /// The utility's demand charge.
        demand DemandCharge: UsdPerKw, "{facility}.own.demand_usd_per_kw_month", "0"..="10000", "USD per kW and month";
    }

    /// Who runs it.
    People {
        /// Salary with benefits and taxes.
        salary LoadedSalary: UsdPerYear, "{alternative}.people.loaded_salary_usd_per_year", "0"..="10000000", "USD per FTE and year";
        /// Work to build the service, once.
        build_fte_months BuildFteMonths: Scalar, "{alternative}.people.build_fte_months", "0"..="10000", "FTE-months";
        /// People who run the service, whatever its size.
        run_fte RunFte: Scalar, "{alternative}.people.run_fte", "0"..="10000", "full-time equivalents";
        /// People per step, on top.
        run_fte_per_step RunFtePerStep: Scalar, "{alternative}.people.run_fte_per_step", "0"..="100", "full-time equivalents per step";
        /// One more person per so many servers begun; 0 for none.
        servers_per_fte ServersPerFte: Scalar, "{alternative}.people.servers_per_fte", "0"..="1000000", "servers per full-time equivalent";
        /// This service's part of a shared on-call rota.
        on_call OnCall: Usd, "{alternative}.people.on_call_usd_per_month", "0"..="10000000", "USD a month";
        /// People of an on-call rota of its own, beyond those who run the service.
        rota_fte OnCallRota: Scalar, "{alternative}.people.on_call_rota_fte", "0"..="1000", "full-time equivalents";
    }

    /// How much of a mix is one's own.
    MixTerms {
        /// Steps that serve the base load; what they do not carry spills over.
        steps MixSteps: Scalar, "{alternative}.steps", "1"..="1000000", "steps";
    }

    /// A part of a mix.
    Routed {
        /// Share of the requests that this part serves.
        share RoutedShare: Scalar, "{alternative}.share.{part}", "0"..="1", "a fraction of the requests";
    }

    /// How prices move over the study, from one month to the next; those of month 1 are today's.
    Changes {
        /// How much the price of hardware changes: of what is bought at each instant, or of the rent of each month.
        hardware HardwarePriceChange: Scalar, "{alternative}.hardware.{hardware}.price_change_fraction_per_month", "-0.5"..="1", "a fraction a month";
        /// How much the tariff for metered energy changes.
        electricity ElectricityPriceChange: Scalar, "{facility}.electricity_change_fraction_per_month", "-0.5"..="1", "a fraction a month";
        /// How much salaries change, and what is paid for being on call.
        salary SalaryChange: Scalar, "{alternative}.people.salary_change_fraction_per_month", "-0.5"..="1", "a fraction a month";
    }

    /// What happens at the beginning of a month.
    Event {
        /// All prices of the sheet from this month on, over those without it.
        price EventPriceFactor: Scalar, "{alternative}.events.{event}.price_factor", "0"..="10", "a fraction of the price";
        /// Input price of the sheet in this month; what follows it keeps its proportion.
        input EventInputPrice: UsdPerMtok, "{alternative}.events.{event}.input_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Output price of the sheet in this month; what follows it keeps its proportion.
        output EventOutputPrice: UsdPerMtok, "{alternative}.events.{event}.output_usd_per_mtok", "0"..="100000", "USD per Mtok";
        /// Serving rates from this month on, over those before.
        rate EventRateFactor: Scalar, "{alternative}.events.{event}.rate_factor", "0.01"..="100", "a fraction of the rate";
        /// What moving to it costs, once.
        migration EventMigrationCost: Usd, "{alternative}.events.{event}.migration_usd", "0"..="1000000000", "USD";
    }

    /// What is owed for an alternative whether it is used or not.
    Owed {
        /// What is paid at least while it lasts, and in full once the alternative is left.
        monthly OwedPerMonth: Usd, "{alternative}.existing_commitment.usd_per_month", "0"..="1000000000", "USD a month";
        /// What leaving the alternative costs, once.
        exit ExitFee: Usd, "{alternative}.existing_commitment.exit_fee_usd", "0"..="1000000000", "USD";
    }

    /// Money of a provider that pays its bills.
    Credit {
        /// What there is of it.
        amount CreditAmount: Usd, "{alternative}.credit.usd", "0"..="1000000000", "USD";
    }

    /// Work that comes back.
    Refresh {
        /// What it costs each time.
        amount RefreshCost: Usd, "{alternative}.refresh.usd", "0"..="1000000000", "USD";
    }

    /// What else it takes.
    Extras {
        /// Software licences per accelerator.
        software SoftwareLicence: UsdPerYear, "{alternative}.software_usd_per_accelerator_year", "0"..="1000000", "USD per accelerator and year";
        /// Everything else that is paid once at the start.
        one_off OneOff: Usd, "{alternative}.one_off_usd", "0"..="1000000000000", "USD";
        /// Storage of weights and logs.
        storage Storage: Usd, "{alternative}.storage_usd_per_month", "0"..="1000000000", "USD a month";
        /// Traffic out of the facility.
        egress Egress: Usd, "{alternative}.egress_usd_per_month", "0"..="1000000000", "USD a month";
        /// Monitoring, tracing and logs.
        observability Observability: Usd, "{alternative}.observability_usd_per_month", "0"..="1000000000", "USD a month";
        /// A model that guards the inputs and outputs.
        guardrail Guardrail: Usd, "{alternative}.guardrail_usd_per_month", "0"..="1000000000", "USD a month";
        /// Everything else that is paid a month, whatever the size of the service.
        other OtherRunningCosts: Usd, "{alternative}.other_usd_per_month", "0"..="1000000000", "USD a month";
    }
}
