#nullable disable

namespace Azure.Communication.Email;

/// <summary>A mail as the SDK takes it.</summary>
public class EmailMessage
{
    /// <summary>To several recipients.</summary>
    public EmailMessage(string senderAddress, EmailRecipients recipients, EmailContent content)
    {
        ArgumentNullException.ThrowIfNull(senderAddress);
        ArgumentNullException.ThrowIfNull(recipients);
        ArgumentNullException.ThrowIfNull(content);
        (SenderAddress, Recipients, Content) = (senderAddress, recipients, content);
    }

    /// <summary>To one recipient.</summary>
    public EmailMessage(string senderAddress, string recipientAddress, EmailContent content)
        : this(senderAddress, new EmailRecipients([new EmailAddress(recipientAddress)]), content)
    {
    }

    /// <summary>Attached files.</summary>
    public IList<EmailAttachment> Attachments { get; } = [];

    /// <summary>Subject and bodies.</summary>
    public EmailContent Content { get; }

    /// <summary>Further headers.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Who gets it.</summary>
    public EmailRecipients Recipients { get; }

    /// <summary>Where answers go.</summary>
    public IList<EmailAddress> ReplyTo { get; } = [];

    /// <summary>Who sends it.</summary>
    public string SenderAddress { get; }

    /// <summary>Whether opening and clicking goes unwatched.</summary>
    public bool? UserEngagementTrackingDisabled { get; set; }
}

/// <summary>Subject and bodies.</summary>
public class EmailContent(string subject)
{
    /// <summary>The HTML.</summary>
    public string Html { get; set; }

    /// <summary>The plain text.</summary>
    public string PlainText { get; set; }

    /// <summary>The subject.</summary>
    public string Subject { get; } = subject ?? throw new ArgumentNullException(nameof(subject));
}

/// <summary>Who gets a mail.</summary>
public class EmailRecipients
{
    /// <summary>One list.</summary>
    public EmailRecipients(IEnumerable<EmailAddress> to)
        : this(to, null, null)
    {
    }

    /// <summary>All three lists.</summary>
    public EmailRecipients(IEnumerable<EmailAddress> to = null, IEnumerable<EmailAddress> cc = null, IEnumerable<EmailAddress> bcc = null) =>
        (To, CC, BCC) = ([.. to ?? []], [.. cc ?? []], [.. bcc ?? []]);

    /// <summary>Hidden recipients.</summary>
    public IList<EmailAddress> BCC { get; }

    /// <summary>Further recipients.</summary>
    public IList<EmailAddress> CC { get; }

    /// <summary>The recipients.</summary>
    public IList<EmailAddress> To { get; }
}

/// <summary>An address with its display name.</summary>
public readonly struct EmailAddress
{
    /// <summary>Without a display name.</summary>
    public EmailAddress(string address)
        : this(address, null)
    {
    }

    /// <summary>With a display name.</summary>
    public EmailAddress(string address, string displayName)
    {
        ArgumentNullException.ThrowIfNull(address);
        (Address, DisplayName) = (address, displayName);
    }

    /// <summary>The address.</summary>
    public string Address { get; }

    /// <summary>The display name.</summary>
    public string DisplayName { get; }
}

/// <summary>An attached file.</summary>
public class EmailAttachment(string name, string contentType, BinaryData content)
{
    /// <summary>Its bytes.</summary>
    public BinaryData Content { get; } = content;

    /// <summary>The id by which HTML shows it.</summary>
    public string ContentId { get; set; }

    /// <summary>Its media type.</summary>
    public string ContentType { get; } = contentType;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;
}
