using Azure;
using Azure.Identity;
using Tipstaff.Functions;

namespace Tipstaff.Tests.Functions;

/// <summary>Every form in which an SDK says that a service failed is one failure.</summary>
public sealed class CloudFailureTests
{
    private static readonly RequestFailedException Unreached = new("no connection", new HttpRequestException(HttpRequestError.ConnectionError));
    private static readonly RequestFailedException Broken = new("broken", new HttpRequestException(HttpRequestError.ResponseEnded));

    [Fact]
    public void Of_AnAnswer_IsItself()
    {
        var answer = new RequestFailedException(503, "busy");

        Assert.Same(answer, CloudFailure.Of(answer, CancellationToken.None));
    }

    [Fact]
    public void Of_NoAnswerInTime_IsAFailureWithoutStatus()
    {
        var failure = CloudFailure.Of(new TaskCanceledException(), CancellationToken.None)!;

        Assert.Equal((0, false), (failure.Status, CloudFailure.IsUnreached(failure)));
    }

    [Fact]
    public void Of_CallerWhoLeft_IsNone()
    {
        var left = new CancellationToken(canceled: true);

        Assert.Null(CloudFailure.Of(new TaskCanceledException(), left));
        Assert.Null(CloudFailure.Of(new AggregateException(Unreached, new TaskCanceledException()), left));
    }

    [Fact]
    public void Of_SeveralTries_IsTheOneThatLeavesMostOpen()
    {
        Assert.Same(Broken, CloudFailure.Of(new AggregateException(Unreached, Broken, Unreached), CancellationToken.None));
        Assert.True(CloudFailure.IsUnreached(CloudFailure.Of(new AggregateException(Unreached, Unreached), CancellationToken.None)!));
        Assert.False(CloudFailure.IsUnreached(CloudFailure.Of(new AggregateException(Unreached, new TaskCanceledException()), CancellationToken.None)!));
    }

    [Fact]
    public void Of_OtherFaults_IsNone()
    {
        Assert.Null(CloudFailure.Of(new InvalidOperationException(), CancellationToken.None));
        Assert.Null(CloudFailure.Of(new AggregateException(), CancellationToken.None));
        Assert.Null(CloudFailure.Of(new AggregateException(Unreached, new InvalidOperationException()), CancellationToken.None));
        Assert.Null(CloudFailure.Of(new AuthenticationFailedException("no identity"), CancellationToken.None));
    }
}
