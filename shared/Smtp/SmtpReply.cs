using System.Buffers;
using System.Text;

namespace Tipstaff.Smtp;

/// <summary>One answer of the server.</summary>
/// <param name="Code">Its three digits.</param>
/// <param name="Text">What stands behind the code, its lines parted by LF. As received: not for records.</param>
internal sealed record SmtpReply(int Code, string Text)
{
    private static readonly SearchValues<char> StatusCharacters = SearchValues.Create("0123456789.");

    // 5.2.2 Mailbox full  -->  5.2.2
    private const int LongestEnhancedCode = 9;
    private const int LongestQuote = 300;

    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsClosing => Code == 421;

    /// <summary>The enhanced status code (RFC 3463) with which the text begins; empty for none.</summary>
    public ReadOnlySpan<char> EnhancedCode
    {
        get
        {
            var end = Text.AsSpan().IndexOfAny(" \n");
            var code = end < 0 ? Text.AsSpan() : Text.AsSpan(0, end);
            var isCode = code.Length is >= 5 and <= LongestEnhancedCode
                && code[0] is '2' or '4' or '5' && code[1] == '.'
                && code[2..].Count('.') == 1 && code[^1] != '.' && code[2] != '.' && !code.ContainsAnyExcept(StatusCharacters);
            return isCode ? code : [];
        }
    }

    /// <summary>The answer in one line for a record: without anything that looks like an address, without control characters, not long.</summary>
    /// <param name="recipient">Whose name, standing alone, is left out too; null for nobody's.</param>
    public string Quote(string? recipient = null)
    {
        var local = recipient is null ? "" : recipient[..recipient.LastIndexOf('@')];
        var domain = recipient is null ? "" : recipient[(local.Length + 1)..];
        var quote = new StringBuilder().Append(Code);
        foreach (var word in Text.Split([' ', '\n', '\t', '\r', '<', '>', '(', ')', '[', ']', '"', '\'', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (quote.Length > LongestQuote)
            {
                return quote.Append(" …").ToString();
            }

            quote.Append(' ').Append(Names(word, local, domain) ? "***" : Printable(word));
        }

        return quote.ToString();
    }

    private static bool Names(string word, string local, string domain)
    {
        if (word.AsSpan().ContainsAny("@＠﹫"))
        {
            return true;
        }

        return local is not "" && (word.TrimEnd(':', '.', '!', '?').Equals(local, StringComparison.OrdinalIgnoreCase)
            || (word.Contains(local, StringComparison.OrdinalIgnoreCase) && word.Contains(domain, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Printable(string word)
    {
        var text = word.Length > LongestQuote ? word[..LongestQuote] : word;
        return text.Any(char.IsControl) ? string.Concat(text.Where(c => !char.IsControl(c))) : text;
    }
}

/// <summary>The connection is of no more use.</summary>
/// <param name="reason">Why, in words that follow the server's name: <c>did not answer within 10 s</c>.</param>
internal sealed class SmtpLostException(string reason) : Exception(reason);
