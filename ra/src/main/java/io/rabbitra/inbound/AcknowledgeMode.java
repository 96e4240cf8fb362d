package io.rabbitra.inbound;

/** The acknowledge modes an activation may ask for (Jakarta Messaging 3.1, section 13.1). */
public enum AcknowledgeMode {
  /** One basic.ack after each success. */
  AUTO("Auto-acknowledge"),
  /** May be acknowledged late and in batches. */
  DUPS_OK("Dups-ok-acknowledge");

  private final String standardName;

  AcknowledgeMode(String standardName) {
    this.standardName = standardName;
  }

  String standardName() {
    return standardName;
  }
}
