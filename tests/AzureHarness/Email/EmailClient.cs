#nullable disable
using Azure.Core;
using Tipstaff.AzureHarness;

namespace Azure.Communication.Email;

/// <summary>Sends mail through the cloud that its endpoint names.</summary>
public class EmailClient
{
    private readonly EmailPipeline _pipeline;

    /// <summary>For mocks.</summary>
    protected EmailClient()
    {
    }

    /// <summary>With a connection string: <c>endpoint=https://…/;accesskey=…</c>.</summary>
    public EmailClient(string connectionString)
        : this(connectionString, new EmailClientOptions())
    {
    }

    /// <summary>With a connection string and options.</summary>
    public EmailClient(string connectionString, EmailClientOptions options)
        : this(EmailPipeline.EndpointOf(connectionString), options)
    {
    }

    /// <summary>With a key.</summary>
    public EmailClient(Uri endpoint, AzureKeyCredential credential, EmailClientOptions options = null)
        : this(endpoint, options) => ArgumentNullException.ThrowIfNull(credential);

    /// <summary>With an identity.</summary>
    public EmailClient(Uri endpoint, TokenCredential credential, EmailClientOptions options = null)
        : this(endpoint, options) => ArgumentNullException.ThrowIfNull(credential);

    private EmailClient(Uri endpoint, EmailClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _pipeline = new EmailPipeline(endpoint, options ?? new EmailClientOptions());
    }

    /// <summary>Hands over a mail under an operation id of its own.</summary>
    public virtual Task<EmailSendOperation> SendAsync(WaitUntil wait, EmailMessage message, CancellationToken cancellationToken = default) =>
        SendCheckedAsync(wait, message, operationId: null, cancellationToken);

    /// <summary>Hands over a mail under the caller's operation id.</summary>
    public virtual Task<EmailSendOperation> SendAsync(
        WaitUntil wait, EmailMessage message, Guid operationId, CancellationToken cancellationToken = default) =>
        SendCheckedAsync(wait, message, operationId, cancellationToken);

    /// <summary>Hands over a plain mail.</summary>
    public virtual Task<EmailSendOperation> SendAsync(
        WaitUntil wait,
        string senderAddress,
        string recipientAddress,
        string subject,
        string htmlContent,
        string plainTextContent = null,
        CancellationToken cancellationToken = default) =>
        SendCheckedAsync(wait, Plain(senderAddress, recipientAddress, subject, htmlContent, plainTextContent), operationId: null, cancellationToken);

    /// <summary>Hands over a plain mail under the caller's operation id.</summary>
    public virtual Task<EmailSendOperation> SendAsync(
        WaitUntil wait,
        string senderAddress,
        string recipientAddress,
        string subject,
        string htmlContent,
        Guid operationId,
        string plainTextContent = null,
        CancellationToken cancellationToken = default) =>
        SendCheckedAsync(wait, Plain(senderAddress, recipientAddress, subject, htmlContent, plainTextContent), operationId, cancellationToken);

    internal ValueTask<EmailStatus> ReadStatusAsync(string operationId, CancellationToken cancellationToken) =>
        _pipeline.ReadStatusAsync(operationId, cancellationToken);

    internal Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) => _pipeline.WaitAsync(time, cancellationToken);

    private async Task<EmailSendOperation> SendCheckedAsync(WaitUntil wait, EmailMessage message, Guid? operationId, CancellationToken cancellationToken)
    {
        EmailChecks.ThrowIfIncomplete(message);
        var (id, response) = await _pipeline.SendAsync(message, operationId, cancellationToken);
        var operation = new EmailSendOperation(id, this, response);
        if (wait is WaitUntil.Completed)
        {
            await operation.WaitForCompletionAsync(cancellationToken);
        }

        return operation;
    }

    private static EmailMessage Plain(string sender, string recipient, string subject, string html, string text) =>
        new(sender, recipient, new EmailContent(subject) { Html = html, PlainText = text });
}
