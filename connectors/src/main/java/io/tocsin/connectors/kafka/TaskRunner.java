package io.tocsin.connectors.kafka;

import io.tocsin.pipeline.flow.Task;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs one task: its lanes, each a thread of its own. Start and stop are each called once, by any
 * thread.
 */
public final class TaskRunner {
  private static final Duration LETTING_GO = Duration.ofSeconds(5);

  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ExecutorService restores;
  private final ChangelogConsumers changelogs;
  private final LaneStats stats = new LaneStats();
  private final Awaited awaited;
  private final InstantSource clock;

  /**
   * Prepares the lanes; {@link #start} starts them. Changelogs that are missing are created.
   *
   * @param settings of the task
   * @param user client properties of the user
   * @param notices makes alerts of what happens to shards
   * @throws IllegalArgumentException if an input topic does not exist
   */
  public TaskRunner(
      Settings settings,
      Task task,
      Map<String, String> user,
      TopicAdmin admin,
      StateHome home,
      Notices notices,
      InstantSource clock) {
    this.clock = clock;
    // More than lanes: a restore that has little to read waits for answers most of the time.
    restores =
        Executors.newFixedThreadPool(
            2 * settings.lanes(), r -> daemon(r, settings.group() + "-restore"));
    changelogs = new ChangelogConsumers(ClientProperties.plain(user));
    StateTopic state = stateTopic(settings, task, admin);
    awaited = new Awaited(settings.group(), state.changelogs(), admin);
    DeadMembers dead = new DeadMembers(admin.admin(), settings.group());
    for (int i = 0; i < settings.lanes(); i++) {
      String id = settings.group() + "-" + settings.instance() + "-" + i;
      LaneSpec spec =
          new LaneSpec(
              id,
              task,
              settings.inputs(),
              () -> KafkaLaneLog.open(user, settings.group(), id, admin, dead, clock),
              p -> new KafkaChangelogReader(changelogs, admin.admin(), p),
              settings.stateful() ? state.watchedBy(new AdminTopicWatch(admin.admin())) : null,
              home,
              new AdminHighWatermarks(admin.admin()),
              notices);
      Lane lane =
          new Lane(spec, settings.lane(), stats, clock, restores, new Portions(Portions.FIRST));
      lanes.add(lane);
      threads.add(new Thread(lane, id));
    }
  }

  /**
   * How a task is run.
   *
   * @param group consumer group
   * @param instance what makes this worker's members and transactions known again after a restart
   * @param inputs input topics, which must exist
   * @param stateful whether its shards have state
   * @param lanes number of threads
   */
  public record Settings(
      String group,
      String instance,
      InputTopics inputs,
      Topics topics,
      boolean stateful,
      int lanes,
      LaneSettings lane) {}

  private static StateTopic stateTopic(Settings settings, Task task, TopicAdmin admin) {
    Map<String, String> changelogs = new TreeMap<>();
    List<TopicSpec> missing = new ArrayList<>();
    for (String input : settings.stateful() ? settings.inputs().names() : List.<String>of()) {
      TopicAdmin.TopicState state = admin.describe(input);
      if (state == null) {
        throw new IllegalArgumentException(
            "input topic \"" + input + "\" of task " + task.name() + " does not exist");
      }
      changelogs.put(input, settings.topics().state(task.name(), input));
      missing.add(settings.topics().stateSpec(task.name(), input, state.partitions()));
    }
    if (settings.stateful()) {
      admin.create(missing);
    }
    return new StateTopic(
        changelogs, admin::describe, admin::grow, new AdminTopicWatch(admin.admin()));
  }

  public void start() {
    threads.forEach(Thread::start);
  }

  public LaneStats stats() {
    return stats;
  }

  /**
   * The partitions whose transactions must end before this worker's shards get on: the changelog of
   * one that restores, the input of one that is behind, the group's offsets for one that waits for
   * its place. Waits for the broker once.
   */
  public Set<TopicPartition> awaited() {
    return awaited.partitions(stats.shards());
  }

  /** Asks the lanes to commit what they have and to end; returns at once. */
  public void askToStop() {
    lanes.forEach(Lane::stop);
  }

  /**
   * Lets the lanes commit what they have and ends them.
   *
   * @param bound how long all of them together may take; whoever takes longer is interrupted, and
   *     has a few seconds to let go of what it holds
   * @return whether all have ended in time and committed all that they had worked on
   */
  public boolean stop(Duration bound) throws InterruptedException {
    askToStop();
    boolean ended = awaitEnds(bound);
    if (!ended) {
      threads.forEach(Thread::interrupt);
      awaitEnds(LETTING_GO);
    }
    restores.shutdownNow();
    changelogs.close();
    return ended && lanes.stream().allMatch(Lane::endedInOrder);
  }

  private boolean awaitEnds(Duration bound) throws InterruptedException {
    long deadline = clock.millis() + bound.toMillis();
    boolean all = true;
    for (int i = 0; i < lanes.size(); i++) {
      Duration left = Duration.ofMillis(Math.max(0, deadline - clock.millis()));
      boolean begun = threads.get(i).getState() != Thread.State.NEW;
      all &= !begun || lanes.get(i).awaitEnd(left);
    }
    return all;
  }

  private static Thread daemon(Runnable run, String name) {
    Thread thread = new Thread(run, name);
    thread.setDaemon(true);
    return thread;
  }
}
