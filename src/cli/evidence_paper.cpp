#include "cli/evidence_paper.hpp"

#include <utility>

#include "cli/change_texts.hpp"
#include "cli/instants.hpp"

namespace furusato::cli {
namespace {

using application::DonationEvidence;
using application::EvidenceOperation;
using application::Paper;
using application::PaperSection;
using application::SourceState;

std::string yen(domain::Yen amount)
{
    return domain::grouped(amount) + "円";
}

std::string day(const std::optional<domain::Date>& date)
{
    return date ? date->iso() : std::string{};
}

/// A digest in groups of eight, so that it can be read and wraps.
std::string in_groups(const std::string& digest)
{
    constexpr std::size_t kGroup = 8;
    std::string text;
    for (std::size_t at = 0; at < digest.size(); at += kGroup)
        text += (at == 0 ? "" : " ") + digest.substr(at, kGroup);
    return text;
}

std::string verdict(const Context& context, bool is_sound)
{
    return context.sentence(is_sound ? "evidence.sound" : "evidence.differs");
}

/// What was done, when, by whom and why.
std::string operation_text(const Context& context, const application::StoredOperation& operation)
{
    const auto& start = operation.start;
    std::string text = in_japan(operation.started_at) + "\n操作 " + std::to_string(operation.id.value) +
                       "　" + context.sentence("label.operation." + start.kind) + "\n" + start.actor;
    if (!start.reason.empty()) text += "\n（" + start.reason + "）";
    return text;
}

PaperSection pairs(const std::string& heading)
{
    return {heading, {}, {{"", 1}, {"", 3.4}}, {}, {}, false};
}

PaperSection head(const Context& context, const DonationEvidence& evidence, const std::string& purpose)
{
    const auto& donation = evidence.detail.listed.donation;
    PaperSection section = pairs("");
    section.rows = {{"受付番号", donation.number.text()},
        {"ポータルの注文番号", donation.order.portal + "　" + donation.order.order_number},
        {"出力", in_japan(context.services.clock().now_utc()) + "　" + context.caller.actor},
        {"目的", purpose}, {"照合の結果", verdict(context, evidence.is_sound())}};
    return section;
}

PaperSection facts(const Context& context, const std::string& heading,
    const std::vector<std::pair<std::string, std::string>>& fields)
{
    PaperSection section = pairs(heading);
    for (const auto& [field, value] : fields) {
        if ((field == "former" || field == "documents") && value.empty()) continue;
        section.rows.push_back(
            {context.sentence("label.field." + field), value_in_words(context, field, value)});
    }
    return section;
}

PaperSection donation_facts(const Context& context, const DonationEvidence& evidence)
{
    const auto& donation = evidence.detail.listed.donation;
    PaperSection section = facts(context, context.sentence("evidence.facts"), evidence.facts);
    section.rows.push_back({"寄附者の番号", std::to_string(donation.donor.value)});
    section.rows.push_back({"版", std::to_string(donation.version)});
    section.rows.push_back({"台帳と履歴", verdict(context, evidence.is_donation_sound)});
    return section;
}

/// The records of the file, every column that says something; the empty ones are named together.
void add_source(const Context& context, const DonationEvidence& evidence, Paper& paper)
{
    if (evidence.source == SourceState::ByHand) {
        paper.sections.push_back(facts(context, context.sentence("evidence.typed"), evidence.typed));
        return;
    }
    const auto& job = *evidence.detail.job;
    PaperSection file = pairs(context.sentence("evidence.source"));
    static constexpr const char* kStates[]{"as_it_came", "by_hand", "missing", "changed", "disposed"};
    const std::string day = evidence.disposal ? evidence.disposal->as_of.iso() : "";
    const std::string run = evidence.disposal ? std::to_string(evidence.disposal->run) : "";
    file.rows = {{"ファイル", job.file_name}, {"SHA-256", in_groups(job.sha256)},
        {"取込", std::to_string(job.id.value) + "　" + in_japan(job.started_at) + "　" + job.portal + "　" +
                     job.encoding},
        {"保存した原本",
            context.sentence(std::string{"evidence.source_"} + kStates[static_cast<int>(evidence.source)],
                {{"day", day}, {"run", run}})}};
    paper.sections.push_back(file);
    for (const auto& record : evidence.records) {
        PaperSection section = pairs(context.sentence(
            "evidence.record", {{"line", std::to_string(record.line)}, {"row", std::to_string(record.row)}}));
        std::string empty;
        for (const auto& [header, value] : record.cells) {
            if (value.empty()) {
                empty += (empty.empty() ? "" : "、") + header;
            } else {
                section.rows.push_back({header, value});
            }
        }
        if (!empty.empty()) section.rows.push_back({context.sentence("evidence.empty_columns"), empty});
        paper.sections.push_back(std::move(section));
    }
}

PaperSection rule(const Context& context, const DonationEvidence& evidence)
{
    const auto& donation = evidence.detail.listed.donation;
    PaperSection section = pairs(context.sentence("evidence.rule"));
    section.rows = {
        {"受領日", donation.received_on ? day(donation.received_on) : context.sentence("label.nothing")},
        {"申込日", donation.applied_on.iso()}, {"入金日", day(donation.paid_on)},
        {"支払方法",
            context.sentence("label.payment_method." + std::string{domain::key_of(donation.payment_method)}) +
                (donation.payment_written.empty() ? "" : "（" + donation.payment_written + "）")}};
    if (!donation.received_rule.empty())
        section.rows.push_back({"規則", value_in_words(context, "received_rule", donation.received_rule) +
                                            "　" + donation.received_rule});
    if (evidence.rule) {
        section.rows.push_back({"規則の内容", evidence.rule->note});
        section.rows.push_back({"根拠", evidence.rule->source});
        section.rows.push_back({"適用開始日（申込日で見る）", evidence.rule->valid_from.iso()});
    }
    return section;
}

PaperSection revenue(const Context& context, const DonationEvidence& evidence)
{
    PaperSection section{context.sentence("evidence.revenue"), {},
        {{"日付", 1.2}, {"種類", 2}, {"操作", 1}, {"件数", 0.7, true}, {"金額", 1.3, true}}, {}, {}, false};
    domain::Yen sum;
    int donations = 0;
    for (const auto& entry : evidence.detail.entries) {
        section.rows.push_back({entry.entered_on.iso(), context.sentence("label.entry." + entry.kind),
            std::to_string(entry.operation.value), std::to_string(entry.donations), yen(entry.amount)});
        sum += entry.amount;
        donations += entry.donations;
    }
    if (section.rows.empty()) section.sentences.push_back(context.sentence("evidence.none"));
    section.rows.push_back({"", "合計", "", std::to_string(donations), yen(sum)});
    return section;
}

PaperSection receipts(const Context& context, const DonationEvidence& evidence)
{
    PaperSection section{context.sentence("evidence.receipts"), {},
        {{"番号", 1.3}, {"発行日", 1.1}, {"受領日", 1.1}, {"氏名", 1.8}, {"金額", 1.2, true}, {"状態", 1.6},
            {"照合", 0.9}},
        {}, {}, false};
    for (const auto& [receipt, is_sound] : evidence.receipts) {
        section.rows.push_back({receipt.number.text(context.services.eras()), receipt.issued_on.iso(),
            receipt.received_on.iso(), receipt.contact.name, yen(receipt.amount),
            context.sentence(receipt.is_void ? "evidence.void" : "evidence.valid") +
                (receipt.void_reason.empty() ? "" : "（" + receipt.void_reason + "）"),
            verdict(context, is_sound)});
    }
    const auto& former = evidence.detail.listed.donation.former;
    if (former && !former->receipt_number.empty())
        section.sentences.push_back(
            context.sentence("donation.former_receipt", {{"number", former->receipt_number}}) + "　" +
            day(former->receipt_on));
    if (section.rows.empty() && section.sentences.empty())
        section.sentences.push_back(context.sentence("evidence.none"));
    return section;
}

PaperSection payments(const Context& context, const DonationEvidence& evidence)
{
    PaperSection section{context.sentence("evidence.payments"), {},
        {{"入金日", 1.1}, {"金額", 1.1, true}, {"支払人", 1.8}, {"摘要", 1.6}, {"明細", 1.8}, {"状態", 1},
            {"照合", 0.9}},
        {}, {}, false};
    for (const auto& [payment, is_sound] : evidence.payments) {
        section.rows.push_back({payment.paid_on.iso(), yen(payment.amount), payment.payer, payment.reference,
            payment.file_name + " " + std::to_string(payment.file_line) + "行目",
            context.sentence("label.payment." + std::string{key_of(payment.state)}),
            verdict(context, is_sound)});
    }
    if (section.rows.empty()) section.sentences.push_back(context.sentence("evidence.none"));
    return section;
}

PaperSection changes(const Context& context, const DonationEvidence& evidence)
{
    PaperSection section{context.sentence("evidence.changes"), {},
        {{"日時・操作・利用者・理由", 1.7}, {"項目", 1.1}, {"変更前", 1.8}, {"変更後", 1.8}}, {}, {}, false};
    for (const EvidenceOperation& each : evidence.operations) {
        std::string who = operation_text(context, each.operation);
        for (const auto& change : each.fields) {
            section.rows.push_back({std::exchange(who, ""), context.sentence("label.field." + change.field),
                value_in_words(context, change.field, change.old_value),
                value_in_words(context, change.field, change.new_value)});
        }
    }
    if (section.rows.empty()) section.sentences.push_back(context.sentence("evidence.unchanged"));
    return section;
}

PaperSection chain(const Context& context, const DonationEvidence& evidence)
{
    PaperSection section{context.sentence("evidence.chain"), {context.sentence("evidence.chain_how")},
        {{"日時・操作・利用者・理由", 1.9}, {"操作履歴の番号と値", 2.4}, {"日次封印", 1.6}, {"照合", 0.8}},
        {}, {}, false};
    for (const EvidenceOperation& each : evidence.operations) {
        section.rows.push_back({operation_text(context, each.operation),
            each.link ? each.link->lane + " " + std::to_string(each.link->number) + "\n" +
                            in_groups(each.link->link)
                      : context.sentence("evidence.unfinished"),
            each.anchor ? each.anchor->day.iso() + "\n" + application::short_form(each.anchor->digest)
                        : context.sentence("evidence.unsealed"),
            verdict(context, each.is_sound)});
    }
    return section;
}

}  // namespace

application::Paper paper_of(
    const Context& context, const DonationEvidence& evidence, const std::string& purpose)
{
    Paper paper;
    const std::string number = evidence.detail.listed.donation.number.text();
    paper.title = context.sentence("evidence.title") + "　" + number;
    paper.foot = number + "　" +
                 context.sentence("paper.foot",
                     {{"actor", context.caller.actor}, {"at", in_japan(context.services.clock().now_utc())}});
    paper.dated_on = context.caller.business_date;
    paper.sections = {head(context, evidence, purpose), donation_facts(context, evidence)};
    add_source(context, evidence, paper);
    for (const auto& section :
        {rule(context, evidence), revenue(context, evidence), receipts(context, evidence),
            payments(context, evidence), changes(context, evidence), chain(context, evidence)}) {
        paper.sections.push_back(section);
    }
    return paper;
}

}  // namespace furusato::cli
