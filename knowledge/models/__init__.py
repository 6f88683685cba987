"""Models of the knowledge around practices."""

from knowledge.models.stories import StoryCitation, StoryConcept, StoryIndexPage, StoryPractice, SuccessStoryPage

__all__ = ["StoryCitation", "StoryConcept", "StoryIndexPage", "StoryPractice", "SuccessStoryPage"]
