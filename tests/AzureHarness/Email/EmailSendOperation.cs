#nullable disable
using Tipstaff.AzureHarness;

namespace Azure.Communication.Email;

/// <summary>A send that may still be under way.</summary>
public class EmailSendOperation : Operation<EmailSendResult>
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(5);

    private readonly EmailClient _client;
    private Response _response;
    private EmailSendResult _result;
    private RequestFailedException _failure;

    /// <summary>For mocks.</summary>
    protected EmailSendOperation()
    {
    }

    /// <summary>Looks again at a send of before.</summary>
    public EmailSendOperation(string id, EmailClient client)
        : this(id, client, null)
    {
    }

    internal EmailSendOperation(string id, EmailClient client, Response response) => (Id, _client, _response) = (id, client, response);

    /// <inheritdoc/>
    public override bool HasCompleted => _result is not null || _failure is not null;

    /// <inheritdoc/>
    public override bool HasValue => _result is not null;

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override EmailSendResult Value =>
        _failure is not null ? throw _failure : _result ?? throw new InvalidOperationException("The operation has not completed yet.");

    /// <inheritdoc/>
    public override Response GetRawResponse() => _response;

    /// <inheritdoc/>
    public override Response UpdateStatus(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The harness waits for nobody: call the Async method.");

    /// <inheritdoc/>
    public override async ValueTask<Response> UpdateStatusAsync(CancellationToken cancellationToken = default)
    {
        if (HasCompleted)
        {
            return _response;
        }

        var status = await _client.ReadStatusAsync(Id, cancellationToken);
        _response = status.Response;
        if (status.Error is { } error)
        {
            _failure = new RequestFailedException(status.Response.Status, $"The long-running operation has failed.\n{error}", error, innerException: null);
            throw _failure;
        }

        _result = status.Result.Status == EmailSendStatus.Succeeded ? status.Result : null;
        return _response;
    }

    /// <inheritdoc/>
    public override Response<EmailSendResult> WaitForCompletion(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The harness waits for nobody: call the Async method.");

    /// <inheritdoc/>
    public override Response<EmailSendResult> WaitForCompletion(TimeSpan suggestedPollingInterval, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The harness waits for nobody: call the Async method.");

    /// <inheritdoc/>
    public override ValueTask<Response<EmailSendResult>> WaitForCompletionAsync(CancellationToken cancellationToken = default) =>
        WaitForCompletionAsync(PollingInterval, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask<Response<EmailSendResult>> WaitForCompletionAsync(
        TimeSpan suggestedPollingInterval, CancellationToken cancellationToken)
    {
        while (true)
        {
            await UpdateStatusAsync(cancellationToken);
            if (HasCompleted)
            {
                return Response.FromValue(Value, _response);
            }

            await _client.WaitAsync(suggestedPollingInterval, cancellationToken);
        }
    }
}
