using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace Tipstaff.Api.Description;

/// <summary><c>/api/notices</c>.</summary>
internal static class NoticeOperations
{
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new(HttpMethods.Post, "/api/notices", "postNotice", "Takes in a notice of electronic filing, or of docket activity, as a mailbox received it; signed with a key of the scope notices, or of notices:nysd for that court.")
        {
            Tag = "Notices",
            Asker = ApiAsker.Signer,
            Body = new ApiBody(
                NoticesApi.MediaType,
                new OpenApiSchema { Type = JsonSchemaType.String, Description = "The message with its header, as it came." },
                """
                "Subject: Activity in Case 1:24-cv-01234 Doe v. Roe Notice of Appearance\nContent-Type: text/html\n\n<p>Notice of Electronic Filing</p>"
                """),
            Answers =
            [
                ApiAnswers.Json("Its entries are recorded, now or before.", ApiSamples.Notice),
                ApiAnswers.Problem(StatusCodes.Status413PayloadTooLarge, $"The message is longer than {NoticesApi.MaxBytes} bytes.", "too-large"),
                ApiAnswers.Problem(StatusCodes.Status415UnsupportedMediaType, "The body is not sent as a message.", "unsupported-media-type"),
                ApiAnswers.Problem(
                    StatusCodes.Status422UnprocessableEntity, "It is no notice of a filing, its court is not known, it has too many cases, or nothing in it could be read.",
                    "no-notice", "unknown-court", "too-many-cases", "unreadable-notice"),
            ],
        },
    ];
}
