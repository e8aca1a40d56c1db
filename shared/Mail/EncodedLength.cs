namespace Tipstaff.Mail;

/// <summary>How long a text can get in HTML.</summary>
internal static class EncodedLength
{
    // Of one UTF-16 unit the encoder makes no more than &#xFFFF;
    private const int Most = 8;

    /// <summary>An upper bound of its length, encoded, in bytes; 0 for null.</summary>
    public static int Of(string? text)
    {
        var bytes = 0;
        foreach (var c in text.AsSpan())
        {
            bytes += char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or ',' or '-' or ':' or ';' or '/' or '(' or ')' or '?' or '=' or '_' or '%' ? 1 : Most;
        }

        return bytes;
    }
}
