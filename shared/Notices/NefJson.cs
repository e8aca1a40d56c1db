using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tipstaff.Courts;

namespace Tipstaff.Notices;

/// <summary>Writes a notice in the form of the corpus: one JSON object, empty where the message is no notice of a filing.</summary>
/// <remarks>A message that carries an image counts as none there. Recipients are not written.</remarks>
public static class NefJson
{
    /// <summary>Writes the object, UTF-8, indented.</summary>
    public static void Write(Nef? nef, CourtId court, Stream target)
    {
        // The output is a file or a terminal, not a page: captions stay legible.
        using var writer = new Utf8JsonWriter(target, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        if (nef is { CarriesImage: false })
        {
            writer.WriteString("court_id", court.Value);
            writer.WriteBoolean("appellate", nef.IsAppellate);
            writer.WriteBoolean("acms", nef.IsAcms);
            writer.WriteBoolean("contains_attachments", nef.HasAttachments);
            writer.WriteStartArray("dockets");
            foreach (var one in nef.Cases)
            {
                Write(nef, one, writer);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Nef nef, NefCase one, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("case_name", one.Caption);
        writer.WriteString("docket_number", one.Number?.AsWritten ?? one.NumberAsWritten);
        writer.WriteString("federal_dn_office_code", one.Number?.OfficeCode);
        writer.WriteString("federal_dn_case_type", one.Number?.CaseType);
        writer.WriteString("federal_dn_judge_initials_assigned", one.Number?.AssignedInitials);
        writer.WriteString("federal_dn_judge_initials_referred", one.Number?.ReferredInitials);
        writer.WriteString("federal_defendant_number", one.Number?.Defendant);
        writer.WriteStartArray("docket_entries");
        writer.WriteStartObject();
        writer.WriteString("date_filed", nef.FiledOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("description", one.Text);
        writer.WriteString("short_description", nef.Title);
        writer.WriteString("document_number", one.DocumentNumber);
        writer.WriteString("document_url", one.DocumentLink);
        writer.WriteString("pacer_doc_id", one.DocumentId);
        writer.WriteString("pacer_case_id", one.CaseId);
        writer.WriteString("pacer_seq_no", one.Sequence);
        writer.WriteString("pacer_magic_num", one.Magic);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
