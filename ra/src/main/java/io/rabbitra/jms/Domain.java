package io.rabbitra.jms;

import jakarta.jms.IllegalStateException;

/** Which of the interfaces of a session or connection the application asked for. */
enum Domain {
  UNIFIED,
  QUEUE,
  TOPIC;

  /** For what only topics have (Jakarta Messaging 3.1, section 6.2, table 6-1). */
  void requireTopics(String method) throws IllegalStateException {
    if (this == QUEUE) {
      throw new IllegalStateException(method + " is not for a QueueConnection or QueueSession");
    }
  }

  /** For what only queues have. */
  void requireQueues(String method) throws IllegalStateException {
    if (this == TOPIC) {
      throw new IllegalStateException(method + " is not for a TopicSession");
    }
  }
}
