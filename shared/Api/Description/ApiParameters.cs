using Microsoft.OpenApi;
using Tipstaff.Idempotency;

namespace Tipstaff.Api.Description;

/// <summary>The parameters of path, query and headers.</summary>
internal static class ApiParameters
{
    /// <summary>A subscription's id, an alert's key: 32 hex digits.</summary>
    public const string IdPattern = "^[0-9a-f]{32}$";

    /// <summary>An id as examples have it.</summary>
    public const string SomeId = "6f1d2c3b4a5968778695a4b3c2d1e0ff";

    public static OpenApiParameter SubscriptionId { get; } = Path("id", "The subscription's id.", SomeId, new() { Type = JsonSchemaType.String, Pattern = IdPattern });

    public static OpenApiParameter Alert { get; } = Path("alert", "The key of the dead letter.", SomeId, new() { Type = JsonSchemaType.String, Pattern = IdPattern });

    public static OpenApiParameter CourtId { get; } = Path("id", "The court's id, or an alias.", "nysd", new() { Type = JsonSchemaType.String });

    public static OpenApiParameter Court { get; } = Path("court", "The court's id, or an alias.", "nysd", new() { Type = JsonSchemaType.String });

    public static OpenApiParameter DocketNumber { get; } = Path("number", "The docket number as the court writes it; its colon encoded or not.", "1:24-cv-01234", new() { Type = JsonSchemaType.String });

    public static OpenApiParameter Limit { get; } = Query(
        "limit", "How many of the list a page has.", 20,
        new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = Invariant(Paging.Largest), Default = Paging.Usual });

    public static OpenApiParameter Cursor { get; } = Query("cursor", "The next of the page before, as it came; left out for the first page.", sample: null, new() { Type = JsonSchemaType.String });

    public static OpenApiParameter InsideDeploy { get; } = Query(
        "insideDeploy", "Whether a deploy waits for it: then nothing is done that takes longer than 30 minutes.", sample: null, new() { Type = JsonSchemaType.Boolean, Default = false });

    public static OpenApiParameter LinkToken { get; } = Query("token", "The token of a link in one of our mails.", sample: null, new() { Type = JsonSchemaType.String });

    public static OpenApiParameter Subscriber { get; } = Query(
        "subscriber", "With a signed request, and only then: the id of the subscriber in whose name it asks.", sample: null, new() { Type = JsonSchemaType.String, Pattern = IdPattern });

    public static OpenApiParameter IfNoneMatch { get; } = Header("If-None-Match", "ETags that are known: the answer is then 304.", "\"3-8de786aa3d94000\"", new() { Type = JsonSchemaType.String });

    public static OpenApiParameter IfMatch { get; } = Header("If-Match", "The ETag that was read: the change is made only if it is still as read.", "\"3-8de786aa3d94000\"", new() { Type = JsonSchemaType.String });

    public static OpenApiParameter IdempotencyKey { get; } = Header(
        ClientKey.Field, "A key of this request, kept for 24 hours: the same key and body get the same answer.", "\"8e03978e-40d5-43e8-bc93-6894a57f9324\"",
        new() { Type = JsonSchemaType.String, Pattern = "^(\"[ -~]+\"|[-._~:+/=A-Za-z0-9]+)$" });

    /// <summary>Those of lists that come in pages.</summary>
    public static IReadOnlyList<OpenApiParameter> Pages { get; } = [Limit, Cursor];

    private static OpenApiParameter Path(string name, string description, string sample, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Path, Required = true, Description = description, Example = sample, Schema = schema };

    private static OpenApiParameter Query(string name, string description, int? sample, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Example = sample, Schema = schema };

    private static OpenApiParameter Header(string name, string description, string sample, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Example = sample, Schema = schema };

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
