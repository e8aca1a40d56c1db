using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Tipstaff.AzureHarness;

/// <summary>The answer of the administration's HTTP interface when all is well.</summary>
internal sealed class BusResponse : Response
{
    public static readonly BusResponse Ok = new();

    public override int Status => 200;

    public override string ReasonPhrase => "OK";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => false;

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return false;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = null;
        return false;
    }
}
