CREATE TABLE "post_allowances" (
	"user_id" text PRIMARY KEY NOT NULL,
	"written_at" timestamp with time zone[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_messages" (
	"user_id" text PRIMARY KEY NOT NULL,
	"create_ts" timestamp with time zone DEFAULT now() NOT NULL,
	"message" text NOT NULL,
	CONSTRAINT "user_messages_message_length" CHECK (char_length("user_messages"."message") between 1 and 280)
);
--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "submission" text;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (to_tsvector('english', "posts"."content")) STORED;--> statement-breakpoint
CREATE INDEX "posts_published_search" ON "posts" USING gin ("search") WHERE "posts"."is_published";--> statement-breakpoint
CREATE INDEX "posts_author_newest" ON "posts" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "posts_author_drafts" ON "posts" USING btree ("user_id","created_at","id") WHERE not "posts"."is_published";--> statement-breakpoint
CREATE UNIQUE INDEX "posts_submission" ON "posts" USING btree ("user_id","submission");