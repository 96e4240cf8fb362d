package io.rabbitra.selector;

/**
 * When a reader that found nothing looks into its queue again: a pure function of the clock and of
 * what it is told. All times in nanoseconds, of {@link System#nanoTime}.
 *
 * <pre>
 *   wait(delay(now)); ready = scan.ready();
 *   if (roundDue(now, ready)) { found = scan.take(...); roundEnded(now, scan.lastReady(), took); }
 * </pre>
 *
 * <p>Between rounds only the number of ready messages is asked for, first after 5 ms, then after
 * half as much again each time, up to 250 ms. A round is due if that number is another one than
 * when the last round ended, and after 500 ms doubling to 5 s in any case, for a number can be the
 * same by chance; not while it is 0. After a round the queue is left alone at least for as long as
 * the round took, so that other consumers have it half of the time, however long it is. Not for
 * several threads.
 */
public final class RescanPolicy {

  static final long FIRST_DELAY = 5_000_000;
  static final long LONGEST_DELAY = 250_000_000;
  static final long FIRST_PAUSE = 500_000_000;
  static final long LONGEST_PAUSE = 5_000_000_000L;

  /** Before the first round anything is new. */
  private boolean begun;

  private long readyAtEnd;
  private long pause = FIRST_PAUSE;
  private long roundEnd;
  private long delay;
  private long nextQuestion;

  /** How long to wait before the next question; 0 = ask now. */
  public long delay(long now) {
    return begun ? Math.max(0, nextQuestion - now) : 0;
  }

  /**
   * Tells the answer to a question.
   *
   * @param ready messages in the queue that wait for a consumer
   * @return whether a round is due now; if not, {@link #delay} says when to ask again
   */
  public boolean roundDue(long now, long ready) {
    if (!begun) {
      begun = true;
      roundEnd = now;
      delay = FIRST_DELAY;
      nextQuestion = now + delay;
      return ready > 0;
    }
    boolean changed = ready != readyAtEnd;
    boolean due = ready > 0 && (changed || now - roundEnd >= pause);
    if (due) {
      pause = changed ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * pause);
    }
    delay = Math.min(LONGEST_DELAY, delay + delay / 2);
    nextQuestion = now + delay;
    return due;
  }

  /**
   * Tells that a round has ended.
   *
   * @param ready messages that waited when it ended
   * @param took how long it took
   */
  public void roundEnded(long now, long ready, long took) {
    begun = true;
    readyAtEnd = ready;
    roundEnd = now;
    delay = FIRST_DELAY;
    nextQuestion = now + Math.max(delay, took);
  }
}
