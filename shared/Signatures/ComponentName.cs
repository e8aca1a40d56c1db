using System.Buffers;

namespace Tipstaff.Signatures;

/// <summary>The names of the components that a signature may cover: header fields, and what is derived from the request or response.</summary>
/// <remarks>Source: RFC 9421, sections 2.1 and 2.2.</remarks>
internal static class ComponentName
{
    public const string Method = "@method";
    public const string TargetUri = "@target-uri";
    public const string Authority = "@authority";
    public const string Path = "@path";
    public const string Query = "@query";
    public const string Status = "@status";
    public const string SignatureParams = "@signature-params";
    public const string ContentDigest = "content-digest";

    private const int LongestName = 128;

    // The characters of a token (RFC 9110, section 5.6.2) without upper case.
    private static readonly SearchValues<char> FieldNameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    /// <summary>Reads a component identifier.</summary>
    /// <param name="item">An item of the list of covered components.</param>
    /// <param name="name">Its name; empty when it is refused.</param>
    /// <returns>Null when the component can be covered.</returns>
    public static Verification.Refused? Read(FieldMember.Item item, out string name)
    {
        name = "";
        if (item.Value is not BareItem.Text { Value: var text } || !IsWellFormed(text) || text == SignatureParams)
        {
            return new(SignatureFault.Malformed, "A covered component must be a field name in lower case or a derived component, as a string in quotes.");
        }

        if (text is ['@', ..] && text is not (Method or TargetUri or Authority or Path or Query or Status))
        {
            return new(
                SignatureFault.NotSupported,
                $"The component \"{text}\" is not supported: cover {Method}, {TargetUri}, {Authority}, {Path}, {Query} and header fields.");
        }

        if (item.Parameters is [var parameter, ..])
        {
            return new(
                SignatureFault.NotSupported,
                $"The parameter {parameter.Key} of the component \"{text}\" is not supported: cover components without sf, key, bs, req, tr or others.");
        }

        name = text;
        return null;
    }

    private static bool IsWellFormed(string name) =>
        name.Length is > 0 and <= LongestName && name.AsSpan(name[0] == '@' ? 1 : 0) is { Length: > 0 } rest && !rest.ContainsAnyExcept(FieldNameCharacters);
}
