package io.rabbitra.harness;

import java.util.HashMap;
import java.util.Map;

/** The names of the AMQP 0-9-1 methods, with RabbitMQ's extensions, by class and method id. */
final class AmqpMethods {

  private static final Map<Integer, String> NAMES = new HashMap<>();

  static {
    define(
        10,
        "connection",
        "10 start 11 start-ok 20 secure 21 secure-ok 30 tune 31 tune-ok 40 open 41 open-ok 50 close"
            + " 51 close-ok 60 blocked 61 unblocked 70 update-secret 71 update-secret-ok");
    define(20, "channel", "10 open 11 open-ok 20 flow 21 flow-ok 40 close 41 close-ok");
    define(
        40,
        "exchange",
        "10 declare 11 declare-ok 20 delete 21 delete-ok 30 bind 31 bind-ok 40 unbind 51 unbind-ok");
    define(
        50,
        "queue",
        "10 declare 11 declare-ok 20 bind 21 bind-ok 30 purge 31 purge-ok 40 delete 41 delete-ok"
            + " 50 unbind 51 unbind-ok");
    define(
        60,
        "basic",
        "10 qos 11 qos-ok 20 consume 21 consume-ok 30 cancel 31 cancel-ok 40 publish 50 return"
            + " 60 deliver 70 get 71 get-ok 72 get-empty 80 ack 90 reject 100 recover-async"
            + " 110 recover 111 recover-ok 120 nack");
    define(85, "confirm", "10 select 11 select-ok");
    define(90, "tx", "10 select 11 select-ok 20 commit 21 commit-ok 30 rollback 31 rollback-ok");
  }

  private AmqpMethods() {}

  /** For example {@code basic.publish}; the two numbers if there is no such method. */
  static String name(int classId, int methodId) {
    return NAMES.getOrDefault(key(classId, methodId), classId + "." + methodId);
  }

  private static void define(int classId, String className, String methods) {
    String[] words = methods.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      NAMES.put(key(classId, Integer.parseInt(words[i])), className + "." + words[i + 1]);
    }
  }

  private static int key(int classId, int methodId) {
    return classId << Short.SIZE | methodId;
  }
}
