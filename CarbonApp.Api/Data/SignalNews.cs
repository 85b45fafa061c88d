namespace CarbonApp.Api.Data;

/// <summary>Lets what one replica imports be seen by the others at once, not only when they have forgotten what they read before.</summary>
internal sealed class SignalNews(SignalStore store) : IHearsNews
{
    string IHearsNews.Channel => SignalStore.Channel;

    void IHearsNews.Hear(string payload) => store.Changed();

    void IHearsNews.HeardNothingForAWhile() => store.Changed();
}
