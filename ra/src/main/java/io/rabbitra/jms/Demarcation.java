package io.rabbitra.jms;

/** What a session tells of a local transaction that the application itself demarcates. */
public enum Demarcation {
  /** The first message was sent or received in it. */
  STARTED,
  COMMITTED,
  /** Also by a commit that failed, or by close. */
  ROLLED_BACK
}
